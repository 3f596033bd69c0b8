import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A bar of a chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
}

const FOLDER = join(import.meta.dirname, '../docs/benchmarks');
const [WIDTH, LINE, LEFT] = [720, 34, 300];

/** Prints rows as a table. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  console.log(`| ${head.join(' | ')} |`);
  console.log(
    `| --- |${head
      .slice(1)
      .map(() => ' ---: |')
      .join('')}`,
  );
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  console.log('');
}

/** Writes bars as a picture for the README, readable in light and dark. */
export function writeChart(name: string, title: string, bars: readonly Bar[]): void {
  const most = Math.max(...bars.map(({ value }) => value));
  const rows = bars.map(({ label, value, unit }, index) => {
    const y = 40 + index * LINE;
    const width = Math.max(2, (value / most) * (WIDTH - LEFT - 130));
    return [
      `<text x="${LEFT - 10}" y="${y + 16}" text-anchor="end">${escaped(label)}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${width.toFixed(0)}" height="22" fill="#b5532a"/>`,
      `<text x="${(LEFT + width + 8).toFixed(0)}" y="${y + 16}">${value.toLocaleString('en', { maximumSignificantDigits: 3 })} ${unit}</text>`,
    ].join('');
  });
  const height = 56 + bars.length * LINE;
  const style = 'text{font:14px system-ui,sans-serif;fill:#333}@media(prefers-color-scheme:dark){text{fill:#ddd}}';
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    join(FOLDER, `${name}.svg`),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}"><style>${style}</style><text x="0" y="18" font-weight="bold">${escaped(title)}</text>${rows.join('')}</svg>\n`,
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** The value below which a part of all values lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
