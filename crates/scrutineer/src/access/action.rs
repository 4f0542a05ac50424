//! Everything that can be allowed or refused, by name. The names are those of `policy.cedar`.

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// Something a person may or may not do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $name),* }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in the policy, such as `draw.commit`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

actions! {
    /// See who has an account and which roles they hold.
    PeopleRead = "people.read",
    /// Invite somebody by mail.
    PeopleInvite = "people.invite",
    /// End roles and sessions, suspend accounts.
    PeopleManage = "people.manage",
    /// See a panel, its terms of reference and its seats.
    PanelRead = "panel.read",
    /// Set up panels, organisations, terms and seats.
    PanelManage = "panel.manage",
    /// See what has been loaded into the register: counts, not records.
    RegisterRead = "register.read",
    /// Upload and load an extract.
    RegisterLoad = "register.load",
    /// Switch a rule on or off for the records of the body.
    RuleSwitch = "rule.switch",
    /// Browse the records of the register and take lists away: fields marked for lists that are open or for the panel.
    RecordBrowse = "record.browse",
    /// See restricted fields of the records of the register, and find a record by the force's own reference.
    RecordIdentify = "record.identify",
    /// Know what rules flag of a single record of the register.
    RecordFlags = "record.flags",
    /// See a draw: frame, commitment, seed, drawn list.
    DrawRead = "draw.read",
    /// Prepare and commit a frame and a plan.
    DrawCommit = "draw.commit",
    /// Enter the seed and draw.
    DrawSeed = "draw.seed",
    /// Withdraw a drawn case with a reason code.
    DrawWithdraw = "draw.withdraw",
    /// See the identified record of a drawn case and prepare its pack.
    PackPrepare = "pack.prepare",
    /// Check a pack somebody else prepared.
    PackCheck = "pack.check",
    /// Release checked packs to members, or withdraw one.
    PackRelease = "pack.release",
    /// Read a released pack.
    PackRead = "pack.read",
    /// Declare an interest; class a case and seal the class.
    ReviewWrite = "review.write",
    /// See how many members have sealed, never what.
    ReviewProgress = "review.progress",
    /// See a meeting.
    MeetingRead = "meeting.read",
    /// Plan a meeting, record attendance.
    MeetingPlan = "meeting.plan",
    /// Open and close a meeting, open a case's sealed classes.
    MeetingRun = "meeting.run",
    /// Record the panel's finding.
    FindingRecord = "finding.record",
    /// Read a finding.
    FindingRead = "finding.read",
    /// Add a later fact to a finding.
    FindingSupplement = "finding.supplement",
    /// See the feedback tracker.
    FeedbackRead = "feedback.read",
    /// Take a feedback item to its next stage.
    FeedbackAdvance = "feedback.advance",
    /// Read a meeting's report.
    ReportRead = "report.read",
    /// See publications and their clearances.
    PublicationRead = "publication.read",
    /// Prepare a meeting's sanitised results.
    PublicationPrepare = "publication.prepare",
    /// Clear, or refuse, results somebody else prepared.
    PublicationClear = "publication.clear",
    /// Publish cleared results, or take them down.
    PublicationPublish = "publication.publish",
    /// Read the log of acts.
    LogRead = "log.read",
}
