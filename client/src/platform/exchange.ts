/**
 * So long nothing may be heard before an exchange is given up, in ms. A network that changed under it, from the wall to the
 * air, leaves a request waiting for minutes, and what waits for its answer with it; as long as something comes or goes it may
 * take any time.
 */
export const PATIENCE_MS = 20_000;

/** Calls `giveUp` when `heard` was not called for a while; `end` when there is nothing more to wait for. */
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
  /** The server's time, if it has told. */
  date: string | null;
  text: string;
}

/** Asks and takes in the whole answer. @throws TypeError or DOMException when it breaks off or nothing is heard for `ms` */
export async function exchange(url: string, init: RequestInit, ms: number): Promise<Answer> {
  const abort = new AbortController();
  const { received, end } = patience(ms, () => abort.abort());
  try {
    const { status, headers, body } = await fetch(url, { ...init, signal: abort.signal });
    const decoder = new TextDecoder();
    let text = '';
    // By hand: not every browser can go through a stream with for await.
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
 * The same for a form with a file. fetch cannot tell how much has left; XMLHttpRequest can.
 *
 * @param watch hears the part that has left, 0 to 1; the signal breaks it off
 * @throws Error when it breaks off, is broken off, or nothing leaves or comes for `ms`
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
