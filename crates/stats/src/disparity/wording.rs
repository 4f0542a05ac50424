//! What is said beside every ratio. The sentences are part of the method: a ratio without them says more than it knows.

/// Beside every flag. His Majesty's Inspectorate of Constabulary and Fire and Rescue Services, *Race and policing: An
/// inspection of race disparity in police criminal justice decision-making*, 25 August 2023, says so of its own figures.
pub const NOT_ITSELF_DISCRIMINATION: &str =
    "A disparity is not in itself evidence of discrimination, but it warrants investigation.";

/// Beside every adjusted ratio, which never stands without the crude one (methods 4.2).
pub const ADJUSTS_BIAS_AWAY: &str =
    "Adjusting for offence also adjusts away any bias in how offences are recorded.";

/// When the bounds over those not recorded lie on both sides of 1 (methods 4.3).
pub const DEPENDS_ON_WHO: &str = "Depends on who is not recorded.";

/// The banner when more than 15 in 100 are not recorded (methods 4.3).
pub const MANY_NOT_RECORDED: &str =
    "More than 15% of the people have no ethnicity recorded, so no ratio here should be relied on alone.";

/// Beside the four-fifths screen: 29 CFR 1607.4(D) against sections 19 and 149 of the Equality Act 2010.
pub const FOUR_FIFTHS_IS_NO_UK_RULE: &str = "Four fifths is a rule of United States law. The Equality Act 2010 sets no threshold; this is a screen only.";
