//! The acts of the log in words.

/// The act in words, after a name: "Ada Chair *opened the sealed classes of a case*". An act without words of its own is
/// its name, spelled out.
#[must_use]
pub fn of(act: &str) -> String {
    let known = WORDS.iter().find(|(name, _)| *name == act);
    known.map_or_else(
        || act.replace('.', ": ").replace('_', " "),
        |(_, words)| (*words).to_owned(),
    )
}

/// Whether the act is shown to everybody by an entry that names nobody; who acted stands in the entry beside it.
#[must_use]
pub fn for_everybody(act: &str) -> bool {
    act.starts_with("draw.show_")
}

const WORDS: &[(&str, &str)] = &[
    ("body.add", "set up a local policing body"),
    ("people.invite", "invited somebody"),
    ("people.renew_invitation", "asked for a new invitation link"),
    ("people.accept", "accepted an invitation"),
    ("people.prepare_codes", "began to set up sign-in codes"),
    ("people.set_up", "finished setting up an account"),
    ("people.end_role", "ended a role"),
    ("body.mark", "changed the marking of papers"),
    ("people.suspend", "suspended an account or let it in again"),
    ("people.re_enrol", "had an account set up again"),
    ("session.passphrase", "entered a passphrase"),
    ("session.begin", "signed in"),
    ("session.end", "signed out"),
    ("session.refused", "was refused at sign-in"),
    ("log.read", "read the log"),
    ("log.export", "took a copy of the log"),
    ("organisation.add", "added an organisation"),
    ("panel.add", "set up a panel"),
    ("panel.terms", "agreed terms of reference"),
    ("seat.add", "added a seat"),
    ("seat.holder", "changed who holds a seat"),
    ("seat.end", "ended a seat"),
    ("seat.substitute", "named a substitute"),
    ("seat.end_substitute", "removed a substitute"),
    ("register.upload", "uploaded an extract"),
    (
        "flags.look",
        "had the records of an extract looked at by the rules",
    ),
    ("rule.switch", "switched a rule on or off"),
    ("register.map", "said which column of an extract is which"),
    (
        "register.values",
        "looked at the values of an extract that no list has",
    ),
    ("register.load", "loaded an extract into the register"),
    ("register.undo", "took back the load of an extract"),
    ("register.compare", "read what a later extract says differently"),
    (
        "register.mend",
        "took away the refused rows of an extract to mend them",
    ),
    ("register.discard", "discarded an uploaded extract"),
    ("register.expire", "erased an upload that nobody loaded"),
    (
        "records.shelve",
        "had the records of an extract made ready to be searched",
    ),
    ("records.list", "looked at a list of records"),
    ("records.read", "looked at a record of the register"),
    ("records.find", "looked for a record by its reference"),
    ("records.export", "took a list of records away"),
    ("view.save", "saved a view of the register"),
    ("view.delete", "deleted a saved view"),
    ("pack.attach", "handed over a document for a case"),
    ("pack.documents", "looked at the documents handed over for a case"),
    (
        "pack.confirm",
        "typed or confirmed the text of a document that could not be read",
    ),
    ("pack.remove", "removed a document of a case"),
    ("pack.hand_over", "handed over the documents of a draw"),
    (
        "pack.erase_documents",
        "erased documents of a case whose time was over",
    ),
    ("draw.draft", "prepared a draw"),
    ("draw.choose", "chose a case to be heard beside the drawn ones"),
    ("draw.unchoose", "took a chosen case off a draw"),
    ("draw.commit", "committed a frame and a plan"),
    ("draw.seed", "entered the seed and drew"),
    ("draw.show_commitment", "shows a commitment"),
    ("draw.show_seed", "shows a seed"),
    ("draw.withdraw", "withdrew a drawn case"),
    ("draw.abandon", "abandoned a draw"),
    ("pack.identify", "read the identified record of a case"),
    ("pack.write", "wrote a pack"),
    ("pack.redact", "decided what a pack hides"),
    ("pack.prepare", "prepared a pack"),
    ("pack.look_over", "looked over a pack to check it"),
    ("pack.check", "checked a pack"),
    ("pack.release", "released packs"),
    ("pack.withdraw", "withdrew a pack"),
    ("pack.certificate", "listed the copies of papers"),
    ("panel.papers", "changed how papers are handled"),
    ("pack.read", "read a case"),
    ("review.tasks", "looked at their cases"),
    ("review.declare_interest", "declared an interest"),
    ("review.draft", "saved a class"),
    ("review.seal", "sealed a class"),
    (
        "review.take_out",
        "took out a sealed class, for an interest was declared",
    ),
    ("meeting.plan", "planned a meeting"),
    ("meeting.attendance", "recorded attendance"),
    ("meeting.open", "opened a meeting"),
    ("meeting.look_at_case", "looked at a case in the meeting"),
    ("meeting.open_case", "opened the sealed classes of a case"),
    (
        "meeting.declare_interest",
        "recorded an interest declared in the meeting",
    ),
    ("meeting.discuss", "recorded a discussion"),
    ("meeting.list_again", "listed a case again at the next meeting"),
    ("meeting.close", "closed a meeting"),
    ("finding.record", "recorded a finding"),
    ("finding.read", "read a finding"),
    ("finding.supplement", "added a later fact to a finding"),
    ("feedback.record", "wrote a message for an officer"),
    ("feedback.read", "read feedback"),
    ("feedback.advance", "took feedback to its next stage"),
    ("report.read", "read a meeting's report"),
    ("publication.prepare", "prepared results for publication"),
    ("publication.clear", "cleared or refused results"),
    ("publication.release", "published results"),
    ("publication.withdraw", "took published results down"),
];
