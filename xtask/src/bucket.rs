//! Blobs in an S3-compatible store: the product's own tests of them, built with the feature `s3`, against moto from PyPI.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::suite;
use crate::summary::Outcome;
use crate::test::Choice;
use crate::workshop::Workshop;

/// The version tried with.
const MOTO: &str = "moto[server]==5.2.5";

/// Runs the tests where moto can be installed, and says where it cannot.
pub fn run(shop: &Workshop, _: &Choice) -> Result<Outcome> {
    let folder = shop.target()?.join("moto");
    let python = folder.join("bin/python");
    if !folder.join("bin/moto_server").exists() {
        let mut make = shop.command("python3");
        make.args(["-m", "venv"]).arg(&folder);
        let mut install = shop.command(&python);
        install.args(["-m", "pip", "install", "--quiet", MOTO]);
        if let Err(fault) = shop.run(make).and_then(|()| shop.run(install)) {
            return Ok(Outcome::Skipped(format!(
                "moto cannot be installed here: {fault:#}"
            )));
        }
    }
    let server = Server::start(shop, &folder.join("bin/moto_server"))?;
    let selection = [
        "--package",
        "scrutineer",
        "--no-default-features",
        "--features",
        "s3",
    ];
    let mut command = suite::runner(shop, &selection);
    command.arg("blobs").env("SCRUTINEER_TEST_S3", &server.url);
    shop.run(command)?;
    Ok(Outcome::Passed(MOTO.to_owned()))
}

/// A running moto; dropping it stops it.
struct Server {
    url: String,
    process: Child,
}

impl Server {
    fn start(shop: &Workshop, program: &std::path::Path) -> Result<Self> {
        // The port is free when we look; nobody else on a machine that runs tests takes it in between.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = shop.command(program);
        command
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut server = Self {
            url: format!("http://127.0.0.1:{port}"),
            process: command.spawn().context("starting moto")?,
        };
        for _ in 0..300 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(server);
            }
            if let Some(status) = server.process.try_wait()? {
                bail!("moto ended at once: {status}");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("moto does not answer")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
