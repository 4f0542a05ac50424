// What the pages gain where a browser runs scripts; every page works without.
import { initAll } from "./govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
