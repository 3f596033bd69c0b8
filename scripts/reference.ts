/**
 * Fetches the publishers' own schemas into `.reference/`, so that `dateline check` and the tests can use them:
 * `npm run reference`. A file whose hash is not the one pinned here is refused, and nothing of it is kept.
 */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

interface Pinned {
  readonly path: string;
  readonly url: string;
  readonly sha256: string;
}

const FOLDER = join(import.meta.dirname, '../.reference');

const FILES: readonly Pinned[] = [
  {
    path: 'schemas/newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd',
    url: 'https://iptc.org/std/NewsML-G2/2.35/specification/NewsML-G2_2.35-spec-All-Power.xsd',
    sha256: '06ef1c5076a32f2568ac8955994029890afac0268f795e3c26642ded52cf0181',
  },
  {
    path: 'schemas/newsml-g2/nitf-3-6.xsd',
    url: 'https://iptc.org/std/NITF/3.6/specification/schema/nitf-3-6.xsd',
    sha256: '78f4931e19ae7c1b8dc55156675991b90d85b147fe7e683a2f11928071470cf4',
  },
  {
    path: 'schemas/newsml-g2/nitf-3-6-ruby-include.xsd',
    url: 'https://iptc.org/std/NITF/3.6/specification/schema/nitf-3-6-ruby-include.xsd',
    sha256: 'cd24abf32fbf76d8ea139a96222884f7a51f12fd2d06c7c806d7343beed0b30b',
  },
  {
    path: 'schemas/newsml-g2/xml.xsd',
    url: 'https://www.w3.org/2001/xml.xsd',
    sha256: '61960fb3131e38022caad5360e2f33a3382578ab3c80cd58bd74320ede61b20c',
  },
  {
    path: 'schemas/newsml-g2/ODRL22.xsd',
    url: 'https://www.w3.org/ns/odrl/2/ODRL22.xsd',
    sha256: '315761f659ce4294357a8b563826c62d66a82a3c90744d8e6088d2fcd45479aa',
  },
  {
    path: 'schemas/ninjs/ninjs-schema_3.2.json',
    url: 'https://www.iptc.org/std/ninjs/ninjs-schema_3.2.json',
    sha256: 'c489437541ff243c5a314d303e2ae8e935303b2251c2c94d9964ae2ae0097fee',
  },
  {
    path: 'schemas/ninjs/ninjs-schema_2.3.json',
    url: 'https://www.iptc.org/std/ninjs/ninjs-schema_2.3.json',
    sha256: 'aca4988399fa59a769537877254aca13afb9889a2d4c8242f3869cf96bcc78fa',
  },
  {
    path: 'schemas/ninjs/ninjs-schema_2.1.json',
    url: 'https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json',
    sha256: '4587358623bfa6c3d83a19b8719180983db02a40a355f5825fc604604a3936f8',
  },
  {
    path: 'schemas/ninjs/GeoJSON-schema.json',
    url: 'https://geojson.org/schema/GeoJSON.json',
    sha256: 'e52886cce1429941ab3725a055a61d6bf8b6f5429837ff7dbca32f809e3500c2',
  },
  {
    path: 'schemas/sitemaps/sitemap.xsd',
    url: 'https://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd',
    sha256: 'fbec77e84467050d5667394a57cc5cdfe1239d80aca1d61e9e0827173c3d9df9',
  },
];

/** One schema that takes in the three which a NewsML-G2 document can hold. */
const DRIVER = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x-dateline:newsml-g2" version="1.0">
  <xs:import namespace="http://iptc.org/std/nar/2006-10-01/" schemaLocation="NewsML-G2_2.35-spec-All-Power.xsd"/>
  <xs:import namespace="http://www.w3.org/ns/odrl/2/" schemaLocation="ODRL22.xsd"/>
  <xs:import namespace="http://iptc.org/std/NITF/2006-10-18/" schemaLocation="nitf-3-6.xsd"/>
</xs:schema>
`;

/** @returns what is wrong, or `undefined` if the file is there now */
async function fetchPinned({ path, url, sha256 }: Pinned): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    if (!response.ok) return `${url} responds ${response.status}`;
    const bytes = Buffer.from(await response.arrayBuffer());
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (hash !== sha256) return `${url} is not the file that is expected (SHA-256 ${hash})`;
    const target = join(FOLDER, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(`${target}.part`, bytes);
    await rename(`${target}.part`, target);
    return undefined;
  } catch (error) {
    return `${url} cannot be fetched (${error instanceof Error ? error.message : 'unknown'})`;
  }
}

const failures = (await Promise.all(FILES.map(fetchPinned))).filter((failure) => failure !== undefined);
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
else {
  await writeFile(join(FOLDER, 'schemas/newsml-g2/newsml-g2-all.xsd'), DRIVER);
  console.log(`${FILES.length} schemas are in ${FOLDER}`);
}
