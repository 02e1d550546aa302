fn main() {
    let _ = sqlx::migrate!();
    let _ = include_str!("../words.txt");
}
