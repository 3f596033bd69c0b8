/**
 * Repeats one request on several connections for a time, and prints the responses a second. It runs in a process
 * of its own, apart from the server that it measures. `node bench/load.ts PORT SECONDS PATH NAME:VALUE…`
 */
import { connect } from 'node:net';

const [port = '0', seconds = '2', path = '/', ...headers] = process.argv.slice(2);
const CONNECTIONS = 24;
const request = Buffer.from(
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`,
);
const END_OF_HEAD = Buffer.from('\r\n\r\n');

let answered = 0;
let isCounting = false;
const statuses = new Set<string>();

function open(): void {
  const socket = connect(Number(port), '127.0.0.1');
  socket.setNoDelay(true);
  let left = -1;
  let head: Buffer = Buffer.alloc(0);
  socket.on('connect', () => socket.write(request));
  // A server may close a connection after some number of requests (nginx: 1,000): the next one takes its place.
  socket.on('error', () => socket.destroy());
  socket.on('close', open);
  socket.on('data', (data: Buffer) => {
    let rest = data;
    if (left < 0) {
      head = head.length === 0 ? data : Buffer.concat([head, data]);
      const end = head.indexOf(END_OF_HEAD);
      if (end < 0) return;
      const text = head.toString('latin1', 0, end);
      statuses.add(text.slice(9, 12));
      const length = /content-length: (\d+)/i.exec(text)?.[1];
      left = text.startsWith('HTTP/1.1 304') ? 0 : Number(length);
      rest = head.subarray(end + 4);
      head = Buffer.alloc(0);
    }
    left -= rest.length;
    if (left > 0) return;
    left = -1;
    if (isCounting) answered++;
    socket.write(request);
  });
}

for (let index = 0; index < CONNECTIONS; index++) open();
setTimeout(() => {
  isCounting = true;
  const start = performance.now();
  setTimeout(() => {
    const rate = answered / ((performance.now() - start) / 1000);
    console.log(JSON.stringify({ rate, statuses: [...statuses] }));
    process.exit(0);
  }, Number(seconds) * 1000);
}, 700);
