//! The site under construction: each route is added with its gate, so that none can be without one.

use std::collections::BTreeSet;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    middleware,
    routing::{MethodRouter, get, post},
};

use super::{Action, Facts, Role, gate, gate::Gate, policy};
use crate::platform::{app::App, web};

/// One route as the permission matrix shows it.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Its path, with parameters in braces.
    pub path: &'static str,
    /// Who may come along it.
    pub gate: Gate,
}

impl Route {
    /// Whether somebody with this role alone may come along it, with everything else in their favour.
    #[must_use]
    pub fn open_to(&self, role: Role) -> bool {
        match self.gate {
            Gate::Public | Gate::SignedIn => true,
            Gate::Arriving => false,
            Gate::May(action) => policy::permits(&BTreeSet::from([role]), action, Facts::favourable()),
        }
    }

    /// The action behind the gate, if there is one.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        match self.gate {
            Gate::May(action) => Some(action),
            _ => None,
        }
    }
}

/// Routes so far.
pub struct Site {
    app: App,
    router: Router<App>,
    routes: Vec<Route>,
}

impl Site {
    /// A site without routes.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            app,
            router: Router::new(),
            routes: Vec::new(),
        }
    }

    /// A page to look at.
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        gate: impl Into<Gate>,
        page: H,
    ) -> Self {
        self.add("GET", path, gate.into(), get(page))
    }

    /// A form to send.
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        gate: impl Into<Gate>,
        act: H,
    ) -> Self {
        self.add("POST", path, gate.into(), post(act))
    }

    /// A form with a file: as long as the settings allow, not as long as the framework does.
    #[must_use]
    pub fn post_file<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        gate: impl Into<Gate>,
        act: H,
    ) -> Self {
        self.add(
            "POST",
            path,
            gate.into(),
            post(act).layer(DefaultBodyLimit::disable()),
        )
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        gate: Gate,
        handler: MethodRouter<App>,
    ) -> Self {
        let handler = handler.layer(middleware::from_fn_with_state(gate, gate::pass));
        self.router = self.router.route(path, handler);
        self.routes.push(Route { method, path, gate });
        self
    }

    /// Every route with its gate, in the order they were added.
    #[must_use]
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The finished site, ready to serve.
    pub fn finish(self) -> Router {
        let recognise = middleware::from_fn_with_state(self.app.clone(), gate::recognise);
        let secure = self.app.config.address.starts_with("https://");
        web::dress(
            self.router
                .layer(recognise.clone())
                .fallback(absent)
                .layer(recognise)
                .with_state(self.app),
            secure,
        )
    }
}

async fn absent() -> crate::platform::refusal::Refusal {
    crate::platform::refusal::Refusal::NotFound
}
