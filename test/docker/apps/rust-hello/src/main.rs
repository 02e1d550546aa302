//! Answers on port 8000, one thread for each connection.
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

fn answer(path: &str) -> (u16, String) {
    match path.split_once('/').map(|(_, rest)| rest) {
        Some("health") => (200, "ok\n".into()),
        Some(rest) if rest.starts_with("hello/") => (200, format!("Hello, {}!\n", &rest[6..])),
        _ => (404, "not found\n".into()),
    }
}

fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or("/").to_string();
    let mut header = String::from("x");
    while !header.trim().is_empty() {
        header.clear();
        reader.read_line(&mut header)?;
    }
    let (status, body) = answer(&path);
    let length = body.len();
    write!(stream, "HTTP/1.1 {status} -\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

fn main() {
    let listener = TcpListener::bind("0.0.0.0:8000").expect("port 8000");
    for stream in listener.incoming().flatten() {
        thread::spawn(|| serve(stream));
    }
}
