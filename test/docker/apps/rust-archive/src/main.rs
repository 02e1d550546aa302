//! Counts its calls in a database, by the distribution's own SQLite.
use std::ffi::{c_char, c_int, c_void, CString};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::ptr::null_mut;

extern "C" {
    fn sqlite3_open(name: *const c_char, db: *mut *mut c_void) -> c_int;
    fn sqlite3_exec(db: *mut c_void, sql: *const c_char, each: *const c_void, data: *mut c_void, error: *mut *mut c_char) -> c_int;
    fn sqlite3_last_insert_rowid(db: *mut c_void) -> i64;
}

fn run(db: *mut c_void, sql: &str) -> c_int {
    let sql = CString::new(sql).unwrap();
    unsafe { sqlite3_exec(db, sql.as_ptr(), std::ptr::null(), null_mut(), null_mut()) }
}

fn main() {
    let mut db = null_mut();
    let name = CString::new(std::env::var("ARCHIVE").unwrap()).unwrap();
    assert_eq!(unsafe { sqlite3_open(name.as_ptr(), &mut db) }, 0, "the database opens");
    assert_eq!(run(db, "create table if not exists calls (id integer primary key)"), 0, "the folder is written");
    for stream in TcpListener::bind("0.0.0.0:6060").unwrap().incoming().flatten() {
        let mut reader = BufReader::new(&stream);
        let mut line = String::new();
        let _ = reader.read_line(&mut line);
        let body = if line.starts_with("GET /call ") {
            run(db, "insert into calls default values");
            format!("{}\n", unsafe { sqlite3_last_insert_rowid(db) })
        } else {
            "ok\n".to_string()
        };
        let _ = write!(&stream, "HTTP/1.1 200 -\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    }
}
