/**
 * Idle timeout of an exchange, in ms. When a device changes its network, a pending request gets no answer for minutes,
 * and blocks what depends on it. There is no limit on the whole: as long as bytes arrive or leave, an exchange may take
 * any time.
 */
export const PATIENCE_MS = 20_000;

/** An idle timeout: `received` restarts it, `end` clears it. */
function patience(ms: number, giveUp: () => void): { received: () => void; end: () => void } {
  let timer = setTimeout(giveUp, ms);
  return {
    received: () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, ms);
    },
    end: () => clearTimeout(timer),
  };
}

export interface Answer {
  status: number;
  /** The server's time; null without a Date header. */
  date: string | null;
  text: string;
}

/** Sends a request and reads the whole response. @throws TypeError or DOMException when it breaks off or is idle for `ms` */
export async function exchange(url: string, init: RequestInit, ms: number): Promise<Answer> {
  const abort = new AbortController();
  const { received, end } = patience(ms, () => abort.abort());
  try {
    const { status, headers, body } = await fetch(url, { ...init, signal: abort.signal });
    const decoder = new TextDecoder();
    let text = '';
    // By a reader: not every browser can iterate a stream with for await.
    const reader = body?.getReader();
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      received();
      text += decoder.decode(part.value, { stream: true });
    }
    return { status, date: headers.get('date'), text: text + decoder.decode() };
  } finally {
    end();
  }
}

export interface Form {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: FormData;
}

/**
 * The same for a form with a file: fetch does not report the progress of an upload, XMLHttpRequest does.
 *
 * @param watch called with the part that was sent, 0 to 1; the signal aborts it
 * @throws Error when it breaks off, is aborted, or is idle for `ms`
 */
export async function exchangeForm(
  { method, url, headers, body }: Form,
  ms: number,
  watch?: { onProgress: (part: number) => void; signal: AbortSignal },
): Promise<Answer> {
  watch?.signal.throwIfAborted();
  const request = new XMLHttpRequest();
  const { received, end } = patience(ms, () => request.abort());
  request.open(method, url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.onprogress = received;
  request.upload.onprogress = ({ loaded, total }) => {
    received();
    watch?.onProgress(total === 0 ? 0 : loaded / total);
  };
  watch?.signal.addEventListener('abort', () => request.abort());
  try {
    await new Promise<void>((resolve, reject) => {
      request.onload = () => resolve();
      request.onerror = request.onabort = () => reject(new Error('broken off'));
      request.send(body);
    });
    return { status: request.status, date: null, text: request.responseText };
  } finally {
    end();
  }
}
