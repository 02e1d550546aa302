use std::{env, fs, path::PathBuf};

fn main() {
    let words: Vec<String> = env::args().collect();
    let port = words.iter().position(|word| word == "--port").map_or(8080, |at| words[at + 1].parse().unwrap());
    let root = PathBuf::from(env::var("PAGES_ROOT").unwrap_or_else(|_| "static".into()));
    minihttp::serve(port, |path| match path {
        "/health" => Some(b"ok\n".to_vec()),
        other => fs::read(root.join(other.trim_start_matches('/'))).ok(),
    });
}
