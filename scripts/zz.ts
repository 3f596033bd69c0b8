import { readFileSync } from 'node:fs';
import { readWire } from '../src/intake/wire-format.ts';
import { readOptionsFor } from '../src/intake/read-options.ts';
import { publicationSchema } from '../src/publication/publication.ts';
const publication = publicationSchema.parse({ name:'G', description:'d', authority:{domain:'gazette.example.com',year:2026}, timeZone:'UTC', language:'en', sections:[{key:'world',name:'World'}] });
for (const file of process.argv.slice(2)) {
  const doc = readWire(readFileSync(file), { ...readOptionsFor(file, publication, () => undefined), now: '2026-11-27T08:00:00Z' as never });
  if ('problems' in doc) { console.log(file.split('/').at(-1), 'PROBLEMS', doc.problems.map(p=>`${p.rule} ${p.message}`)); continue; }
  for (const p of [...doc.refused, ...doc.warnings]) console.log(file.split('/').at(-1), p.severity, p.rule, p.message, p.line);
  for (const i of doc.items) { const s = i.submission; console.log(file.split('/').at(-1), i.status, i.provider, JSON.stringify(s && {h:s.headline,sf:s.standfirst,by:s.bylines?.map(b=>b.name),p:s.published,e:s.embargo,b:s.body,k:s.keywords,m:s.media?.map(m=>m.renditions[0]),sub:s.subjects,en:s.editorNote,credit:s.creditLine,src:s.source,sl:s.slug,pl:s.places, sig:i.signal,note:i.note}), i.warnings.map(w=>w.rule+': '+w.message.slice(0,90))); }
}
