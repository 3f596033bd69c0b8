/** Writes docs/LIFECYCLE.md anew from the code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lifeCycleTable, markdownTable } from '../src/app/life-cycle-table.ts';

const TEXT = `# What each change looks like in each output

Made from the code by \`npm run lifecycle\`: a specimen goes through every change, and what comes out is looked at.
*dated anew* means that a date of the item has moved; *story* that headline and text are there; *absent* that the output
does not exist yet. NewsML-G2 and ninjs carry the time of the version, so an amendment dates it anew there and nowhere else.
`;

const file = join(import.meta.dirname, '../docs/LIFECYCLE.md');
writeFileSync(file, `${TEXT}\n${markdownTable(await lifeCycleTable())}\n`);
