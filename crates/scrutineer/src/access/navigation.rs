//! The navigation at the top of every page: what the roles a person holds give them to do.

use std::collections::BTreeSet;

use super::{Action, Facts, Role, policy};
use crate::platform::frame::NavItem;

const ENTRIES: &[(&str, &str, Option<Action>)] = &[
    ("/home", "Your work", None),
    ("/register", "Register", Some(Action::RegisterRead)),
    ("/panels", "Panels", Some(Action::PanelRead)),
    ("/reading", "Reading", Some(Action::ReviewWrite)),
    ("/meetings", "Meetings", Some(Action::MeetingRead)),
    ("/feedback", "Feedback", Some(Action::FeedbackRead)),
    ("/publications", "Publications", Some(Action::PublicationRead)),
    ("/people", "People", Some(Action::PeopleRead)),
    ("/log", "Log", Some(Action::LogRead)),
];

/// The entries for these roles; `current` is the path of the one to mark.
#[must_use]
pub fn of(roles: &BTreeSet<Role>, current: &str) -> Vec<NavItem> {
    ENTRIES
        .iter()
        .filter(|(_, _, action)| {
            action.is_none_or(|action| policy::permits(roles, action, Facts::favourable()))
        })
        .map(|(href, text, _)| NavItem {
            href: (*href).to_owned(),
            text: (*text).to_owned(),
            current: *href == current,
        })
        .collect()
}
