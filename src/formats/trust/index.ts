import { machineUses } from '../../publication/machine-uses.ts';
import type { FormatContext } from '../format.ts';

/**
 * Returns `trust.txt` (https://journallist.net/reference-document-for-trust-txt-specifications): the memberships of the
 * publisher.
 */
export function trust({ publication, addresses }: Pick<FormatContext, 'publication' | 'addresses'>): string {
  const { trust: stated, email, sameAs, rights, about } = publication;
  const { training } = machineUses(rights);
  const lines: [name: string, value: string][] = [
    ...Object.entries(stated).flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
    ...sameAs.map((url): [string, string] => ['social', url]),
    ...(about === undefined ? [] : [['disclosure', addresses.of('about')] as [string, string]]),
    ...(email === undefined ? [] : [['contact', `mailto:${email}`] as [string, string]]),
    ...(training === undefined ? [] : [['datatrainingallowed', training ? 'yes' : 'no'] as [string, string]]),
  ];
  return `# trust.txt of ${publication.name}\n${lines.map(([name, value]) => `${name}=${value}\n`).join('')}`;
}
