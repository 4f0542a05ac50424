//! Every command with its help, as the program prints it.

use clap::Command;

/// The page: a heading and the help of every command that is not hidden, in the order of the help.
#[must_use]
pub fn page(mut program: Command) -> String {
    // Settings of the machine that writes the page have no place on it.
    program = without_values(program);
    program.build();
    let mut text = String::from(
        "# Commands\n\nGenerated from the program's own help. Exit 0: done. Exit 1: refused or failed, with one plain \
         sentence on standard error. Exit 2: wrong usage.\n",
    );
    write(&mut text, &mut program);
    text
}

fn without_values(command: Command) -> Command {
    command
        .mut_args(|arg| arg.hide_env_values(true))
        .mut_subcommands(without_values)
}

fn write(text: &mut String, command: &mut Command) {
    let name = command
        .get_bin_name()
        .unwrap_or_else(|| command.get_name())
        .to_owned();
    let help = command.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!(
        "\n## {name}\n\n```text\n{}\n```\n",
        help.join("\n").trim_end()
    ));
    for below in command.get_subcommands_mut() {
        if !below.is_hide_set() && below.get_name() != "help" {
            write(text, below);
        }
    }
}
