import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isPublicAddress, PrivateAddressError, postOutside, transferTime } from '../../src/delivery/outbound.ts';

test.each([
  ['93.184.216.34', true],
  ['2606:2800:220:1:248:1893:25c8:1946', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fc00::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['no address', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test('nothing reaches this machine, however it is named', async () => {
  let reached = 0;
  const server = createServer((_, response) => {
    reached++;
    response.end();
  }).listen(0, '0.0.0.0');
  onTestFinished(() => {
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '0x7f.1', '2130706433', '0', '[::ffff:127.0.0.1]', '127.1']) {
    await expect(postOutside(`http://${host}:${port}/`, {}), host).rejects.toThrow(PrivateAddressError);
  }
  await expect(postOutside('file:///etc/passwd', {})).rejects.toThrow(PrivateAddressError);
  expect(reached).toBe(0);
});

test('a large file has time to arrive', () => {
  expect(transferTime(2000)).toBeLessThan(100);
  expect(transferTime(64 * 1024 * 1024)).toBe(1_048_576);
});
