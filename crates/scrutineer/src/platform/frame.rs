//! What stands around every page: whose it is, who is signed in, where else to go.

use super::form::Form;
use super::govuk::{NotificationBanner, PhaseBanner, ServiceLink, ServiceNavigation};

/// What the layout shows around a page. A page struct has it in a field called `frame`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The name of the product, in the navigation and the title.
    pub service: String,
    /// The name of the body whose site this is, in the header.
    pub body_name: String,
    /// The name of the person signed in.
    pub person: Option<String>,
    /// Where else to go.
    pub nav: Vec<NavItem>,
    /// The token every form sends back.
    pub csrf: String,
    /// The handling marking, such as OFFICIAL-SENSITIVE, shown on every page and every printed sheet.
    pub marking: Option<String>,
    /// Who reads the papers on the page and which copy it is, shown on it and on every printed sheet.
    pub reader: Option<String>,
    /// What has just been done, shown once.
    pub notice: Option<String>,
    /// Whether this is a demonstration on invented records, which every page then says.
    pub demo: bool,
    /// Whether the page shows errors: its title then begins with "Error: ".
    pub errors: bool,
}

impl Default for Frame {
    /// The frame of a page for anybody, of no body in particular.
    fn default() -> Self {
        Self {
            service: "Scrutineer".to_owned(),
            body_name: String::new(),
            person: None,
            nav: Vec::new(),
            csrf: String::new(),
            marking: None,
            reader: None,
            notice: None,
            demo: false,
            errors: false,
        }
    }
}

/// One link of the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NavItem {
    /// Where to.
    pub href: String,
    /// What it is called.
    pub text: String,
    /// Whether the page belongs to it.
    pub current: bool,
}

impl NavItem {
    /// A link that the page shown does not belong to.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
            current: false,
        }
    }
}

impl Frame {
    /// The frame of a page nobody need sign in to see.
    pub fn public(body_name: impl Into<String>) -> Self {
        Self {
            body_name: body_name.into(),
            ..Self::default()
        }
    }

    /// The frame of a page for the person signed in.
    pub fn signed_in(
        body_name: impl Into<String>,
        person: impl Into<String>,
        csrf: impl Into<String>,
    ) -> Self {
        Self {
            person: Some(person.into()),
            csrf: csrf.into(),
            ..Self::public(body_name)
        }
    }

    /// The same frame with these links.
    #[must_use]
    pub fn nav(mut self, nav: Vec<NavItem>) -> Self {
        self.nav = nav;
        self
    }

    /// The same frame on a page of the part at `href`: its link is marked.
    #[must_use]
    pub fn at(mut self, href: &str) -> Self {
        for item in &mut self.nav {
            item.current = item.href == href;
        }
        self
    }

    /// The same frame with this handling marking.
    #[must_use]
    pub fn marked(mut self, marking: impl Into<String>) -> Self {
        self.marking = Some(marking.into());
        self
    }

    /// The same frame around papers that are somebody's copy.
    #[must_use]
    pub fn read_by(mut self, reader: Option<String>) -> Self {
        self.reader = reader;
        self
    }

    /// The same frame with a notice of what has just been done.
    #[must_use]
    pub fn notice(mut self, notice: impl Into<String>) -> Self {
        self.notice = Some(notice.into());
        self
    }

    /// The name of the product and the links, as the layout shows them; nothing where the header has the name and there are
    /// no links.
    pub fn navigation(&self) -> Option<ServiceNavigation> {
        if self.body_name.is_empty() && self.nav.is_empty() {
            return None;
        }
        let link = |item: &NavItem| ServiceLink {
            href: item.href.clone(),
            text: item.text.clone(),
            active: item.current,
            ..ServiceLink::default()
        };
        Some(ServiceNavigation {
            service_name: self.service.clone(),
            service_url: "/".to_owned(),
            navigation: self.nav.iter().map(link).collect(),
            ..ServiceNavigation::default()
        })
    }

    /// The class that puts a marking of the Government Security Classifications on every printed sheet.
    pub fn marking_class(&self) -> &'static str {
        // How to handle it may follow the marking itself.
        let marking = self.marking.as_deref();
        match marking.map(|words| words.split_once(':').map_or(words, |(marking, _)| marking)) {
            Some("OFFICIAL") => " app-marked--official",
            Some("OFFICIAL-SENSITIVE") => " app-marked--official-sensitive",
            _ => "",
        }
    }

    /// What has just been done, as the layout shows it. Where the page has errors, the keyboard begins at those.
    pub fn notice_banner(&self) -> Option<NotificationBanner> {
        let banner = NotificationBanner::success(self.notice.as_deref()?);
        Some(NotificationBanner {
            disable_auto_focus: self.errors.then_some(true),
            ..banner
        })
    }

    /// That nothing here is real, in a demonstration.
    pub fn demo_banner(&self) -> Option<PhaseBanner> {
        let said = "The people, papers and findings here are invented.";
        self.demo.then(|| PhaseBanner::new("Demonstration", said))
    }

    /// The same frame around a form that may have errors.
    #[must_use]
    pub fn with_form(mut self, form: &Form) -> Self {
        self.errors = !form.ok();
        self
    }
}
