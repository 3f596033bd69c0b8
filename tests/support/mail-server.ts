import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { type MailServer as Configuration, mailerOf, type SendMail } from '../../src/delivery/mail.ts';
import { CERTIFICATE } from './certificate.ts';

/**
 * The reply of a server to a command; `cut`: the connection is reset after the message, `end`: the server has taken it and
 * ends the connection without a reply.
 */
type Fault = { readonly command: 'RCPT' | 'DATA'; readonly code: number } | 'cut' | 'end' | undefined;

/** A mail server in this process. */
export interface TestMailServer {
  readonly configuration: Configuration;
  readonly sendMail: SendMail;
  /** E-mails in the order of arrival, read by an independent parser. */
  readonly received: Email[];
  readonly recipients: string[];
  fault: Fault;
}

/** Starts a mail server until the test is over; the account is `desk` with the password `sesame`. */
export async function startMailServer({ password = 'sesame', hasTls = true } = {}): Promise<TestMailServer> {
  const server = new SMTPServer({
    ...CERTIFICATE,
    authOptional: true,
    disabledCommands: hasTls ? [] : ['STARTTLS'],
    onAuth: ({ username, password: given }, _, done) => {
      if (username === 'desk' && given === 'sesame') done(null, { user: username });
      else done(new Error('refused'));
    },
    onRcptTo: ({ address }, _, done) => {
      if (typeof state.fault === 'object' && state.fault.command === 'RCPT') return done(refusal(state.fault.code));
      state.recipients.push(address);
      done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        if (state.fault === 'cut') return sockets.get(session.id)?.destroy();
        if (state.fault === 'end') return sockets.get(session.id)?.end();
        if (state.fault !== undefined) return done(refusal(state.fault.code));
        state.received.push(await PostalMime.parse(Buffer.concat(chunks)));
        done();
      });
    },
    onConnect: (session, done) => {
      for (const connection of server.connections as unknown as Iterable<Connection>) {
        sockets.set(connection.session.id, connection._socket);
      }
      sockets.set(session.id, [...(server.connections as unknown as Iterable<Connection>)].at(-1)?._socket as never);
      done();
    },
  });
  const sockets = new Map<string, Connection['_socket']>();
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const configuration = {
    url: `smtp://desk:${password}@127.0.0.1:${port}?tls.rejectUnauthorized=false`,
    from: 'Courier Desk <desk@courier.example>',
  };
  const state: TestMailServer = {
    configuration,
    sendMail: mailerOf(configuration),
    received: [],
    recipients: [],
    fault: undefined,
  };
  return state;
}

interface Connection {
  readonly session: { readonly id: string };
  readonly _socket: { destroy(): void; end(): void };
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error('refused by the test'), { responseCode });
}
