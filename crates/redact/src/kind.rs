//! What an identifier identifies, and the word that stands for it in a published text.

macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident = $word:literal,)+) => {
        /// What was found. The order is that in which equally long and equally sure finds are preferred.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])+ $name,)+
        }

        impl Kind {
            /// Every kind, in order of preference.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word in answers and tokens, such as `VRN` in `[VRN 1]`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

kinds! {
    /// The person to whom it was done, by the case's own list.
    Victim = "VICTIM",
    /// The person whose act the case is about.
    Suspect = "SUSPECT",
    /// Somebody who saw or heard.
    Witness = "WITNESS",
    /// A police officer or member of staff.
    Officer = "OFFICER",
    /// A named person without a role, or one of several who share the name.
    Person = "PERSON",
    /// A place on the case's own list.
    Place = "PLACE",
    /// An e-mail address.
    Email = "EMAIL",
    /// A link or the name of a host.
    Url = "URL",
    /// A social media name.
    Handle = "HANDLE",
    /// An internet protocol address, version 4 or 6.
    Ip = "IP",
    /// Three words of what3words.
    ThreeWords = "W3W",
    /// International bank account number (ISO 13616).
    Iban = "IBAN",
    /// Payment card number.
    Card = "CARD",
    /// International Mobile Equipment Identity.
    Imei = "IMEI",
    /// NHS number.
    Nhs = "NHS",
    /// National Insurance number.
    Nino = "NINO",
    /// Police National Computer id.
    Pnc = "PNC",
    /// Criminal Records Office number.
    Cro = "CRO",
    /// Number of a custody record.
    Custody = "CUSTODY",
    /// Warrant number of an officer.
    Warrant = "WARRANT",
    /// Collar or shoulder number of an officer.
    Collar = "COLLAR",
    /// A force's crime reference, or the file's unique reference number.
    CrimeRef = "CRIME_REF",
    /// Sort code or account number.
    Bank = "BANK",
    /// Telephone number.
    Phone = "PHONE",
    /// Vehicle registration mark.
    Vrn = "VRN",
    /// Postcode.
    Postcode = "POSTCODE",
    /// Date of birth.
    Dob = "DOB",
    /// Any other day.
    Date = "DATE",
    /// House, flat or street.
    Address = "ADDRESS",
    /// School, college or nursery.
    School = "SCHOOL",
    /// Employer or place of work.
    Workplace = "WORKPLACE",
    /// A number that its label calls somebody's, in no form that is known.
    Reference = "REFERENCE",
    /// The age of a child.
    Age = "AGE",
}

/// Length in bytes of the token at the start of a text, such as `[VRN 1]`: at most 999 of a kind.
pub(crate) fn token_length(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let (inside, _) = inside.split_at_checked(inside.bytes().take(20).position(|byte| byte == b']')?)?;
    let (word, number) = inside.rsplit_once(' ')?;
    let counted = number.len() <= 3 && !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit());
    let known = Kind::ALL.iter().any(|kind| kind.word() == word);
    (counted && !number.is_empty() && known).then_some(inside.len() + 2)
}
