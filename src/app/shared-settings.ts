import { createHash } from 'node:crypto';
import type { Leases } from '../archive/leases.ts';
import type { Publication } from '../publication/publication.ts';
import { fromMilliseconds } from '../text/instant.ts';
import { ConfigurationError } from './configuration.ts';

/** Name of the lease that all servers with the same settings hold together. */
const LEASE = 'settings';
const LEASE_S = 8;
/** Interval of calls of `renew`, in milliseconds. */
export const SETTINGS_RENEWAL_MS = 2000;

const DIFFERENT =
  'The other servers of this archive use another publication.yaml: give all of them the same one, or stop the others first.';

/**
 * Makes sure that servers of one archive have the same settings: feeds would change with the server that responds. The
 * digest of the settings is the holder of a lease, so that servers with equal settings share it.
 */
export class SharedSettings {
  readonly #leases: Pick<Leases, 'take' | 'time'>;
  #digest: string;

  constructor(leases: Pick<Leases, 'take' | 'time'>, publication: Publication) {
    this.#leases = leases;
    this.#digest = digestOf(publication);
  }

  /** Uses settings that were saved while the server runs. */
  change(publication: Publication): void {
    this.#digest = digestOf(publication);
  }

  /** @throws ConfigurationError while another server has other settings */
  async renew(): Promise<void> {
    const now = fromMilliseconds(await this.#leases.time(Date.now));
    if (await this.#leases.take(LEASE, this.#digest, { now, seconds: LEASE_S })) return;
    throw new ConfigurationError(DIFFERENT);
  }
}

function digestOf(publication: Publication): string {
  return createHash('sha256').update(JSON.stringify(publication)).digest('hex');
}
