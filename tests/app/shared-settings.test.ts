import { expect, test } from 'vitest';
import { SharedSettings } from '../../src/app/shared-settings.ts';
import { openStore } from '../support/engines.ts';
import { publication } from '../support/publication.ts';

const OTHER = { ...publication, name: 'Another name' };

test('servers with equal settings share an archive, others are refused until those have ended', async () => {
  const { leases } = await openStore();
  const [one, two, other] = [publication, publication, OTHER].map(
    (settings) => new SharedSettings(leases, settings),
  ) as [SharedSettings, SharedSettings, SharedSettings];
  await one.renew();
  await two.renew();
  await expect(other.renew()).rejects.toThrow(/another publication\.yaml/);
  await other.release();
  await one.release();
  await two.release();
  await other.renew();
});

test('one server can change its settings, and start again with other ones', async () => {
  const { leases } = await openStore();
  const first = new SharedSettings(leases, publication);
  await first.renew();
  first.change(OTHER);
  await first.renew();
  await first.release();
  await new SharedSettings(leases, publication).renew();
});
