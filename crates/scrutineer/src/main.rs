//! The program: `scrutineer --help` lists what it does.

fn main() -> std::process::ExitCode {
    scrutineer::cli::main()
}
