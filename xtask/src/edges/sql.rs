//! Telling an SQL statement from an English sentence that happens to begin with "Select".

/// Words that follow "select" in a sentence but never in a statement.
const ENGLISH: &[&str] = &[
    "a", "an", "another", "any", "at", "each", "every", "how", "if", "no", "one", "that", "the", "this",
    "what", "when", "where", "whether", "which", "who", "your",
];

/// True for a string literal that begins as an SQL statement does. Statements are written in one case, sentences are not.
pub fn is_statement(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some(first) = words.first() else { return false };
    let small = first.to_lowercase();
    if **first != small && **first != first.to_uppercase() {
        return false;
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let word = |place: usize| lower.get(place).map_or("", String::as_str);
    match small.as_str() {
        "select" => {
            let column = word(1).starts_with(|first: char| first.is_ascii_digit() || first == '*');
            let source = lower.iter().any(|word| word == "from" || word.contains('('));
            !ENGLISH.contains(&word(1)) && (column || source)
        }
        "insert" => matches!(word(1), "into" | "or"),
        "update" => lower.iter().skip(2).take(3).any(|word| word == "set"),
        "delete" => word(1) == "from" && !ENGLISH.contains(&word(2)) && words.len() > 2,
        "with" => word(1) == "recursive" || (matches!(word(2), "as" | "(") && text.contains('(')),
        "create" => matches!(
            word(1),
            "table" | "index" | "unique" | "view" | "trigger" | "schema" | "temporary"
        ),
        "drop" | "alter" | "truncate" => matches!(word(1), "table" | "index" | "view" | "schema"),
        "pragma" => words.len() > 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_statement;

    #[test]
    fn statements_are_seen() {
        for statement in [
            "select id, name from body where id = $1",
            "SELECT * FROM body",
            "\n        select count(*) as many from review\n",
            "select 1",
            "insert into body (id) values ($1)",
            "insert or ignore into body values ($1)",
            "update panel set name = $1",
            "update panel as p set name = $1",
            "delete from session where id = $1",
            "with due as (select 1) select * from due",
            "pragma foreign_keys = on",
            "create table body (id blob primary key)",
        ] {
            assert!(is_statement(statement), "{statement}");
        }
    }

    #[test]
    fn sentences_are_not() {
        for sentence in [
            "Select a panel from the list",
            "select a panel from the list",
            "select whether the case (if any) is yours",
            "Select from 1 to 5",
            "select",
            "update the register",
            "Update your passphrase and set it again",
            "delete from the list",
            "with a reason (see the code list)",
            "create an account",
            "drop in",
            "",
        ] {
            assert!(!is_statement(sentence), "{sentence}");
        }
    }
}
