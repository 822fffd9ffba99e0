//! The court as a program: `anjian-server --data DIR --port 8080 --dist DIR [--demo]`,
//! or `anjian-server appoint …` for the first people of a court.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use anjian_api::account::DemoPerson;
use anjian_server::app::serve::serve;
use anjian_server::app::{App, OpenError};
use anjian_server::appoint::Appointment;
use anjian_server::clock::SystemClock;
use anjian_server::config::Config;
use anjian_server::logging;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    // A copy of this program that only reads one PDF.
    if let Some(done) = anjian_files::worker::serve_if_asked() {
        return done;
    }
    court()
}

#[tokio::main]
async fn court() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == "appoint")
    {
        return appoint().await;
    }
    let config = match Config::read(std::env::args_os().skip(1)) {
        Ok(config) => Config {
            file_worker: std::env::current_exe().ok(),
            ..config
        },
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    logging::start();
    match run(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn appoint() -> ExitCode {
    let done = match Appointment::read(std::env::args_os().skip(2)) {
        Ok(appointment) => appointment.carry_out().await,
        Err(error) => Err(error),
    };
    match done {
        Ok(Some(first_password)) => println!("first password: {first_password}"),
        Ok(None) => println!("appointed; the account keeps its password"),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Tells whoever started a demonstration who there is to enter as; in a real court there is nobody.
fn introduce(people: &[DemoPerson]) {
    let mut lines = String::new();
    for person in people {
        let (name, phone, password) = (&person.name, &person.phone, &person.password);
        lines.push_str(&format!(
            "  {phone}  {password}  {name} ({:?})\n",
            person.role
        ));
    }
    if !lines.is_empty() {
        // Nobody may be reading; that is no reason to stop.
        let _ = write!(
            std::io::stderr(),
            "demonstration accounts (number, password):\n{lines}"
        );
    }
}

async fn run(config: Config) -> Result<(), OpenError> {
    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    let listen = config.listen;
    let app = App::open(config, Arc::new(SystemClock)).await?;
    let listener = TcpListener::bind(listen).await?;
    println!("listening on http://{}", listener.local_addr()?);
    introduce(&app.demo_people);
    let stop = async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        // The second signal exits at once: what was acknowledged is on disk already.
        tokio::spawn(async move {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
            std::process::exit(1);
        });
    };
    serve(app, listener, stop).await
}
