import type { Email } from '../formats/email/email.ts';
import { sendSentence } from './outbound.ts';

/** The server that takes our e-mail, as the operator configures it. */
export interface MailServer {
  /** Its address, such as `smtps://user:password@mail.example.com` (submission, RFC 8314). */
  readonly url: string;
  /** The sender, such as `Desk <desk@example.com>`. */
  readonly from: string;
}

/** An e-mail to one address. */
export interface Mail extends Email {
  readonly to: string;
  /** The same at every attempt (RFC 5322, section 3.6.4). */
  readonly messageId?: string;
  /** An id that e-mails about the same story share. */
  readonly references?: string;
  readonly date: Date;
  readonly isUrgent?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: string;
  }[];
}

/** Sends an e-mail, and returns the response of the mail server that has taken it. */
export type SendMail = (mail: Mail) => Promise<string>;

/** Time limits of the connection, of the greeting and of silence, in milliseconds. */
const LIMITS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Returns the function that sends by a mail server (SMTP, RFC 5321); a password goes over TLS alone. */
export function mailerOf({ url, from }: MailServer): SendMail {
  const { password, hostname } = new URL(url);
  const requireTLS = password !== '' && !LOOPBACK.has(hostname);
  return async (mail) => {
    // The library is loaded with the first e-mail: most servers send none.
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({ url, requireTLS, disableFileAccess: true, disableUrlAccess: true, ...LIMITS });
    try {
      const { attachments = [], headers = {}, isUrgent = false, ...message } = mail;
      const automatic = { 'Auto-Submitted': 'auto-generated' };
      const { response } = await transport.sendMail({
        ...message,
        from,
        ...(isUrgent ? { priority: 'high' as const } : {}),
        headers: { ...automatic, ...headers },
        attachments: attachments.map((one) => ({ ...one, contentDisposition: 'attachment' })),
      });
      return String(response).slice(0, MAX_RESPONSE_LENGTH);
    } finally {
      transport.close();
    }
  };
}

const MAX_RESPONSE_LENGTH = 200;

/** An error of the mail server, as the library reports it. */
interface MailError {
  readonly code?: string;
  /** The command that failed. */
  readonly command?: string;
  /** The reply of the server (RFC 5321, section 4.2). */
  readonly response?: string;
  readonly responseCode?: number;
  /** `connect` if there was no connection. */
  readonly syscall?: string;
  readonly message?: string;
}

/** Errors before the message was sent; a connection that ends may have ended after it. */
const EARLY: ReadonlySet<string> = new Set(['EAUTH', 'EDNS', 'EENVELOPE', 'ETLS']);

const SENTENCES: Readonly<Record<string, string>> = {
  EAUTH: 'the mail server refused the account',
  ECONNECTION: 'the connection to the mail server was cut',
  EDNS: 'the mail server has no address',
  ESOCKET: 'the connection to the mail server was cut',
  ETIMEDOUT: 'no answer of the mail server in time',
  ETLS: 'the mail server has no TLS, or another certificate',
};

/** Describes a connection that was not made; the library has one code for all of them. */
function connectionSentence({ syscall, responseCode, message = '' }: MailError): string | undefined {
  // The words of a reply are those of the server.
  if (responseCode !== undefined) return undefined;
  if (syscall === 'connect') return 'no connection to the mail server: its host or port may be wrong';
  if (/certificate has expired/i.test(message)) return 'the certificate of the mail server has expired';
  if (/certificate/i.test(message)) {
    return 'the certificate of the mail server is not trusted, or of another host: NODE_EXTRA_CA_CERTS names further authorities';
  }
  const isPlain = /wrong version number|packet length/i.test(message);
  return isPlain ? 'the mail server does not begin with TLS: write smtp: instead of smtps:' : undefined;
}

/** The reason for which an e-mail was not taken. */
export interface MailFailure {
  readonly response: string;
  /** True if the server refuses this message alone. */
  readonly isOfStory: boolean;
  /** True if no byte of the message has arrived for certain. */
  readonly isLost: boolean;
}

/** Describes an error of sending in our own words, or by the reply of the server. */
export function mailFailure(error: unknown): MailFailure {
  const { code = '', command, response, responseCode = 0, syscall } = error as MailError;
  const sentence =
    connectionSentence(error as MailError) ??
    SENTENCES[code] ??
    (response === undefined ? sendSentence(error) : undefined);
  const reply = response?.replace(/\s+/g, ' ').slice(0, MAX_RESPONSE_LENGTH);
  return {
    response: [sentence, reply].filter((text) => text !== undefined).join(': '),
    isOfStory: command === 'DATA' && responseCode >= 500,
    isLost: EARLY.has(code) || syscall === 'connect',
  };
}
