// What the pages gain where a browser runs scripts; every page works without.
import { initAll } from "./govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A page of long work tells how far it is without being asked again; where it leads elsewhere, the work has ended.
async function lookAgain() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (answer.redirected) {
    location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const told = page.querySelector("[data-under-way]");
  if (!told) {
    location.reload();
    return;
  }
  document.querySelector("[data-under-way] [role=status]").textContent = told.querySelector("[role=status]").textContent;
  document.querySelector("[data-under-way] progress").value = told.querySelector("progress").value;
  setTimeout(lookAgain, 2000);
}
if (document.querySelector("[data-under-way]")) setTimeout(lookAgain, 2000);
