import { connect } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/server/listen.ts';

const SHORT = { headersTimeout: 200, requestTimeout: 300, connectionsCheckingInterval: 50 };

/** Sends bytes and nothing more, and returns the response once the server has closed the connection. */
async function responseTo(bytes: string): Promise<string> {
  const server = await listen(express(), 0, SHORT);
  onTestFinished(() => server.close());
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1');
    let response = '';
    socket.setEncoding('utf8');
    socket.on('data', (data) => {
      response += data;
    });
    socket.on('close', () => resolve(response));
    socket.on('error', reject);
    socket.write(bytes);
  });
}

test.each([
  ['half a header', 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '],
  ['half a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc'],
])('a client that sends %s is cut off', async (_, bytes) => {
  expect(await responseTo(bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
});

test('a port that is taken is the caller’s to know of', async () => {
  const first = await listen(express(), 0);
  onTestFinished(() => first.close());
  await expect(listen(express(), first.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
