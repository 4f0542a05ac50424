//! HTML as what it means: tags with their attributes in order of name, and text with its white space folded.

/// The parts of a piece of HTML, one string each, so that two pieces that mean the same are equal.
pub fn parts(html: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with('<') && !rest[1..].starts_with(char::is_whitespace) {
            let end = end_of_tag(rest);
            parts.push(tag(&rest[1..end]));
            rest = &rest[end + 1..];
        } else {
            let end = rest
                .match_indices('<')
                .map(|(at, _)| at)
                .find(|at| *at > 0)
                .unwrap_or(rest.len());
            let text = folded(&decoded(&rest[..end]));
            if !text.is_empty() {
                parts.push(text);
            }
            rest = &rest[end..];
        }
    }
    parts
}

/// Where the tag at the start ends: the first `>` outside quotes.
fn end_of_tag(html: &str) -> usize {
    let mut quote = None;
    for (at, letter) in html.char_indices() {
        match (letter, quote) {
            ('>', None) => return at,
            ('"' | '\'', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            _ => {}
        }
    }
    panic!("a tag without an end in {html}")
}

fn tag(inside: &str) -> String {
    let inside = inside.trim_end_matches('/').trim();
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest
            .find(|letter: char| letter == '=' || letter.is_whitespace())
            .unwrap_or(rest.len());
        let name = &rest[..end];
        rest = &rest[end..];
        let Some(value) = rest.strip_prefix('=') else {
            attributes.push(format!("{name}=\"\""));
            continue;
        };
        let (value, after) = value[1..].split_once(&value[..1]).expect("a quoted value");
        attributes.push(format!("{name}={:?}", attribute(name, &decoded(value))));
        rest = after;
    }
    attributes.sort();
    format!("<{name} {}>", attributes.join(" "))
}

/// The names of a class are a set; anything else is as it stands.
fn attribute(name: &str, value: &str) -> String {
    if name != "class" {
        return value.to_owned();
    }
    let mut names: Vec<&str> = value.split_whitespace().collect();
    names.sort_unstable();
    names.join(" ")
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn decoded(text: &str) -> String {
    let named = [
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("ctdot", "⋯"),
        ("nbsp", "\u{a0}"),
        ("amp", "&"),
    ];
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after.split_once(';').and_then(|(name, tail)| {
            let numeric = name
                .strip_prefix('#')
                .and_then(|code| code.parse().ok())
                .and_then(char::from_u32);
            let found = named
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, letter)| (*letter).to_owned());
            Some((numeric.map(String::from).or(found)?, tail))
        });
        rest = match entity {
            Some((letter, tail)) => {
                out.push_str(&letter);
                tail
            }
            None => {
                out.push('&');
                after
            }
        };
    }
    out + rest
}

#[test]
fn the_same_meaning_is_the_same_parts() {
    let one = parts("<p id=\"a\" class='x  y' hidden>Tom &amp;\n  Ann</p><!-- no --><br/>");
    assert_eq!(
        one,
        parts("<p hidden=\"\" class=\"y x\" id=\"a\"> Tom &#38; Ann </p><br>")
    );
    assert_ne!(
        one,
        parts("<p id=\"b\" class=\"x y\" hidden>Tom &amp; Ann</p><br>")
    );
    assert_ne!(one, parts("<p id=\"a\" class=\"x y\" hidden>Tom and Ann</p><br>"));
    assert_ne!(one, parts("<p id=\"a\" class=\"x y\">Tom &amp; Ann</p><br>"));
}
