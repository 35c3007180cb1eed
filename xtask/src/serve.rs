//! A static file server for `dist/`, on this machine only.
//!
//! Just what the page needs: GET and HEAD, the right content types, nothing cached. Data files that end in `.gz` go out as they
//! are, without a content encoding, since the page unpacks them itself.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process;

/// Takes the port, so that a build is not in vain.
pub fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} is not free: choose another with --port"))
}

/// Serves a folder until the process ends.
pub fn run(listener: &TcpListener, folder: &Path, open: bool) -> Result<()> {
    let address = format!("http://{}", listener.local_addr()?);
    println!("\nHourglass is at {address} (Ctrl-C ends it)");
    if open && !open_in_browser(&address) {
        println!("No browser could be opened from here: please open the address yourself.");
    }
    for stream in listener.incoming() {
        let folder = folder.to_owned();
        thread::spawn(move || {
            // A visitor who hangs up is no news.
            let _ = stream.and_then(|stream| answer(stream, &folder));
        });
    }
    Ok(())
}

fn open_in_browser(address: &str) -> bool {
    let (name, options): (_, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    process::succeeds(process::program(name).args(options).arg(address))
}

/// One request, one response, then the connection closes.
fn answer(stream: TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new((&stream).take(64 * 1024));
    let mut request = String::new();
    reader.read_line(&mut request)?;
    if request.is_empty() {
        // A browser opens connections ahead and may never use them.
        return Ok(());
    }
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }

    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let (status, kind, body) = match method {
        "GET" | "HEAD" => page_at(folder, target),
        _ => plain("405 Method Not Allowed"),
    };
    let mut out = &stream;
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        out.write_all(&body)?;
    }
    out.flush()
}

/// Status, content type and body.
type Response = (&'static str, &'static str, Vec<u8>);

fn plain(status: &'static str) -> Response {
    (status, "text/plain; charset=utf-8", status.as_bytes().to_vec())
}

fn page_at(folder: &Path, target: &str) -> Response {
    let Some(mut file) = file_of(target).map(|inside| folder.join(inside)) else {
        return plain("400 Bad Request");
    };
    if file.is_dir() {
        file.push("index.html");
    }
    match fs::read(&file) {
        Ok(body) => ("200 OK", content_type(&file), body),
        Err(_) => plain("404 Not Found"),
    }
}

/// The file that a request's target names inside the folder; none for one that leads outside.
fn file_of(target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let inside = PathBuf::from(percent_decoded(path)?.trim_start_matches('/'));
    let stays = inside.components().all(|part| matches!(part, Component::Normal(_)));
    stays.then_some(inside)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("gz") => "application/gzip",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_name_files_inside_the_folder() {
        for (target, file) in [
            ("/", Some("")),
            ("/a/b.wasm?x=1", Some("a/b.wasm")),
            ("/a%20b.js", Some("a b.js")),
            ("/../secret", None),
            ("/a/%2e%2e/b", None),
            ("/%zz", None),
            ("/%", None),
        ] {
            assert_eq!(file_of(target), file.map(PathBuf::from), "{target}");
        }
    }

    #[test]
    fn wasm_scripts_and_data_have_the_types_that_browsers_need() {
        for (file, kind) in [
            ("x_bg.wasm", "application/wasm"),
            ("x.js", "text/javascript; charset=utf-8"),
            ("x-ubyte.gz", "application/gzip"),
            ("x", "application/octet-stream"),
        ] {
            assert_eq!(content_type(Path::new(file)), kind);
        }
    }

    #[test]
    fn a_folder_is_served() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("hourglass-serve-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), "hello")?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let served = folder.clone();
        let server = thread::spawn(move || -> io::Result<()> {
            for _ in 0..2 {
                answer(listener.accept()?.0, &served)?;
            }
            Ok(())
        });
        for (target, first_line, body) in
            [("/", "HTTP/1.1 200 OK", "hello"), ("/none", "HTTP/1.1 404 Not Found", "404 Not Found")]
        {
            let mut stream = TcpStream::connect(address)?;
            write!(stream, "GET {target} HTTP/1.1\r\nHost: x\r\n\r\n")?;
            let mut response = String::new();
            stream.read_to_string(&mut response)?;
            assert_eq!(response.lines().next(), Some(first_line));
            assert!(response.ends_with(body), "{response}");
        }
        assert!(matches!(server.join(), Ok(Ok(()))));
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
