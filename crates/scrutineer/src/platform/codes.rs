//! Closed lists of codes: a state, a kind, an answer. Each is stored by its code and read by people in its words, and both
//! stand in one place, the list itself.

/// A code that is not in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this code is not known")]
pub struct NotKnown;

/// An enum of codes: each with its code as stored and its words for people, in the order shown.
///
/// ```text
/// codes! {
///     /// What a panel looks at.
///     PanelKind {
///         /// Stop and search.
///         StopSearch = "stop_search", "Stop and search";
///     }
/// }
/// ```
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal, $title:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl $name {
            /// Every one, in the order shown.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its code, as stored.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Its words for people.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::platform::codes::NotKnown;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let known = Self::ALL.iter().copied().find(|one| one.as_str() == text);
                known.ok_or($crate::platform::codes::NotKnown)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::NotKnown;

    codes! {
        /// An answer.
        Answer {
            /// It is so.
            Yes = "yes", "Yes, it is";
            /// It is not.
            No = "no", "No";
        }
    }

    #[test]
    fn a_code_is_read_as_it_is_stored_and_in_no_other_spelling() {
        for one in Answer::ALL {
            assert_eq!(one.as_str().parse(), Ok(*one));
            assert_eq!(one.to_string(), one.as_str());
        }
        assert_eq!(Answer::ALL, [Answer::Yes, Answer::No]);
        assert_eq!(Answer::Yes.title(), "Yes, it is");
        for text in ["", "Yes", "yes ", "maybe"] {
            assert_eq!(text.parse::<Answer>(), Err(NotKnown), "{text:?}");
        }
    }
}
