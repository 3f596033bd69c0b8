import type { Publication } from '../../publication/publication.ts';
import { defined } from '../../text/defined.ts';
import type { FormatContext } from '../format.ts';

type Site = Pick<FormatContext, 'publication' | 'addresses'>;

export const LINK_SET_TYPE = 'application/linkset+json';
export const MANIFEST_TYPE = 'application/manifest+json';

/** Returns the list of the APIs of the site (RFC 9727), as a link set (RFC 9264). */
export function apiCatalog({ addresses }: Site): string {
  const api = new URL('v1/', addresses.of('openApi')).href;
  const linkset = [
    { anchor: addresses.of('apiCatalog'), item: [{ href: api }] },
    {
      anchor: api,
      'service-desc': [{ href: addresses.of('openApi'), type: 'application/json' }],
      'service-doc': [{ href: addresses.of('apiDocs'), type: 'text/html' }],
      status: [{ href: addresses.of('ready'), type: 'application/json' }],
    },
  ];
  return `${JSON.stringify({ linkset }, null, 2)}\n`;
}

/** Returns `security.txt` (RFC 9116); `undefined` where the settings name no contact. */
export function securityTxt({ publication: { security, language }, addresses }: Site): string | undefined {
  if (security === undefined) return undefined;
  const lines = [
    ...security.contact.map((contact) => `Contact: ${contact.includes('@') ? `mailto:${contact}` : contact}`),
    `Expires: ${security.expires}`,
    ...(security.policy === undefined ? [] : [`Policy: ${addresses.absolute(security.policy)}`]),
    `Preferred-Languages: ${language}`,
    `Canonical: ${addresses.of('securityTxt')}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Returns the manifest by which browsers name a link on the home screen (W3C, Web Application Manifest). */
export function webManifest({ publication, addresses }: Site): string {
  const { name, description, language, logo } = publication;
  const icons = logo && [{ src: addresses.absolute(logo.href), sizes: `${logo.width}x${logo.height}` }];
  const manifest = defined({ name, description, lang: language, start_url: addresses.home, display: 'browser', icons });
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Returns the picture for the home screen of telephones: the logo, unless it is a drawing in SVG, which they do not show. */
export function touchIcon({ logo }: Publication): string | undefined {
  return logo === undefined || /\.svg$/i.test(logo.href) ? undefined : logo.href;
}
