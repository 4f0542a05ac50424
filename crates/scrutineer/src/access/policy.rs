//! Asks the policy. The policy itself is `policy.cedar`, in words that can be read and reviewed.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{OnceLock, PoisonError, RwLock},
};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request,
    RestrictedExpression as Expression,
};

use super::{Action, Role};
use crate::platform::refusal::Refusal;

/// The policy's text.
pub const TEXT: &str = include_str!("policy.cedar");

/// What is true of a person and the thing they want to touch. Begins with the least favourable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Facts {
    same_body: bool,
    seated: bool,
    conflicted: bool,
    own_work: bool,
}

impl Facts {
    /// A thing of the person's own body; not seated, no interest declared, not their own work.
    #[must_use]
    pub fn in_body() -> Self {
        Self {
            same_body: true,
            seated: false,
            conflicted: false,
            own_work: false,
        }
    }

    /// A thing of a body; `same` when it is the one the person acts for.
    #[must_use]
    pub fn of_body(same: bool) -> Self {
        Self {
            same_body: same,
            ..Self::in_body()
        }
    }

    /// Whether the person holds a seat on the panel, or is the named substitute for one.
    #[must_use]
    pub fn seated(mut self, seated: bool) -> Self {
        self.seated = seated;
        self
    }

    /// Whether the person has declared an interest in the case.
    #[must_use]
    pub fn conflicted(mut self, conflicted: bool) -> Self {
        self.conflicted = conflicted;
        self
    }

    /// Whether the person did the step that is to be checked.
    #[must_use]
    pub fn own_work(mut self, own: bool) -> Self {
        self.own_work = own;
        self
    }

    /// The facts under which a role can do all it ever can: for the gate of a route, before a thing is loaded.
    #[must_use]
    pub fn favourable() -> Self {
        Self {
            same_body: true,
            seated: true,
            conflicted: false,
            own_work: false,
        }
    }
}

struct Engine {
    policies: PolicySet,
    authorizer: Authorizer,
    entities: Entities,
    person: EntityUid,
    thing: EntityUid,
    actions: Vec<EntityUid>,
    answers: RwLock<HashMap<Question, bool>>,
}

/// All that an answer depends on, for the policy never changes while the program runs: so each is worked out once. There are
/// no more of them than sets of roles, acts and facts.
type Question = (BTreeSet<Role>, Action, Facts);

fn engine() -> Option<&'static Engine> {
    static ENGINE: OnceLock<Option<Engine>> = OnceLock::new();
    ENGINE
        .get_or_init(|| {
            let uid = |text: &str| text.parse::<EntityUid>().ok();
            Some(Engine {
                policies: TEXT.parse().ok()?,
                authorizer: Authorizer::new(),
                entities: Entities::empty(),
                person: uid("Person::\"one\"")?,
                thing: uid("Thing::\"one\"")?,
                actions: Action::ALL
                    .iter()
                    .map(|action| uid(&format!("Action::\"{}\"", action.as_str())))
                    .collect::<Option<_>>()?,
                answers: RwLock::default(),
            })
        })
        .as_ref()
}

/// Whether somebody with these roles may do this under these facts. Any fault in asking means no.
#[must_use]
pub fn permits(roles: &BTreeSet<Role>, action: Action, facts: Facts) -> bool {
    engine().is_some_and(|engine| engine.permits(&(roles.clone(), action, facts)))
}

impl Engine {
    fn permits(&self, question: &Question) -> bool {
        let answers = self.answers.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = answers.get(question) {
            return *answer;
        }
        drop(answers);
        let answer = ask(self, question).unwrap_or(false);
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        answers.insert(question.clone(), answer);
        answer
    }
}

fn ask(engine: &Engine, (roles, action, facts): &Question) -> Option<bool> {
    let yes = |value: bool| Expression::new_bool(value);
    let context = Context::from_pairs([
        (
            "roles".to_owned(),
            Expression::new_set(roles.iter().map(|role| Expression::new_string(role.to_string()))),
        ),
        ("same_body".to_owned(), yes(facts.same_body)),
        ("seated".to_owned(), yes(facts.seated)),
        ("conflicted".to_owned(), yes(facts.conflicted)),
        ("own_work".to_owned(), yes(facts.own_work)),
    ])
    .ok()?;
    let position = Action::ALL.iter().position(|one| one == action)?;
    let request = Request::new(
        engine.person.clone(),
        engine.actions.get(position)?.clone(),
        engine.thing.clone(),
        context,
        None,
    )
    .ok()?;
    let response = engine
        .authorizer
        .is_authorized(&request, &engine.policies, &engine.entities);
    // A policy that fails to evaluate could hide a forbid: treat it as a refusal.
    let sound = response.diagnostics().errors().next().is_none();
    Some(sound && response.decision() == Decision::Allow)
}

/// Refuses, as if the thing were absent, what the policy does not permit.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn require(roles: &BTreeSet<Role>, action: Action, facts: Facts) -> Result<(), Refusal> {
    if permits(roles, action, facts) {
        Ok(())
    } else {
        Err(Refusal::NotFound)
    }
}
