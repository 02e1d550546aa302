// Reckons with days of the calendar.

/** The day so many days after one; both YYYY-MM-DD. */
export function daysLater(day: string, days: number): string {
  const time = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}
