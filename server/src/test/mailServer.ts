import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface Letter {
  to: string[];
  raw: string;
}

/** A mail server that stores what it receives, or refuses all. */
export class MailServer implements Disposable {
  readonly letters: Letter[] = [];
  private readonly waiting = new Set<() => void>();
  private constructor(
    private readonly server: SMTPServer,
    readonly url: string,
  ) {}

  static async start(refuses = false): Promise<MailServer> {
    const made: { mail?: MailServer } = {};
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, done) => done(refuses ? new Error('nobody here') : undefined),
      onData: (stream, session, done) => {
        void text(stream).then((raw) => {
          made.mail?.take({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
          done();
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    return (made.mail = new MailServer(server, `smtp://127.0.0.1:${port}`));
  }

  private take(letter: Letter): void {
    this.letters.push(letter);
    for (const look of this.waiting) look();
  }

  /** The settings of a server that sends through it. */
  get settings(): Record<string, string> {
    return {
      SMTP_URL: this.url,
      MAIL_FROM: 'Parley <chat@example.org>',
      PUBLIC_URL: 'https://chat.example.org',
    };
  }

  /** The mail of this number, counted from 0, once it is received. */
  async letter(index: number): Promise<Letter> {
    while (this.letters.length <= index)
      await new Promise<void>((resolve) => {
        this.waiting.add(resolve);
      });
    return this.letters[index] as Letter;
  }

  [Symbol.dispose](): void {
    this.server.close();
  }
}

/** The text of a mail, without its encoding. */
export const bodyOf = ({ raw }: Letter): string =>
  raw.slice(raw.indexOf('\r\n\r\n')).replace(/=\r\n/g, '').replace(/=3D/g, '=');
