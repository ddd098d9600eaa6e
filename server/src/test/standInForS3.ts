import { createServer, type Server } from 'node:http';

/** What the three calls need of S3's protocol: PUT, GET with a range, DELETE, and its NoSuchKey. */
export function standInForS3(): Server {
  const objects = new Map<string, Buffer>();
  return createServer((request, response) => {
    const key = (request.url ?? '').split('?')[0] ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (!/AWS4-HMAC-SHA256 Credential=key\//.test(request.headers.authorization ?? ''))
        return void response.writeHead(403).end();
      if (request.method === 'PUT') objects.set(key, Buffer.concat(chunks));
      if (request.method === 'DELETE') objects.delete(key);
      const stored = objects.get(key);
      if (request.method !== 'GET')
        return void response.writeHead(request.method === 'PUT' ? 200 : 204).end();
      if (!stored)
        return void response
          .writeHead(404, { 'content-type': 'application/xml' })
          .end('<Error><Code>NoSuchKey</Code></Error>');
      const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
      const part = range ? stored.subarray(Number(range[1]), Number(range[2]) + 1) : stored;
      response.writeHead(range ? 206 : 200, { 'content-length': part.length }).end(part);
    });
  });
}
