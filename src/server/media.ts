import express, { type Request, type Response } from 'express';
import { LIFETIMES, type Routing } from './routing.ts';
import { MEDIA_POLICY } from './security.ts';
import { cacheControl } from './send.ts';

/**
 * Pictures, films and sounds, as long as a story that shows them may be seen. Parts of a file can be asked for, without
 * which some browsers play no film.
 */
export function mediaRoute(
  { publisher, media, now, clock }: Routing,
  refuse: (request: Request, response: Response, status: number) => void,
) {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get('/media/*path', async (request, response, next) => {
    const name = request.params.path.join('/');
    const status = await publisher.mediaStatus(`/media/${name}`, now());
    const file = status === 200 ? media.file(name) : undefined;
    const etag = file && (await media.etag(name).catch(() => undefined));
    if (file === undefined || etag === undefined) return refuse(request, response, status === 410 ? 410 : 404);
    response.set({
      'Content-Type': file.type,
      'Content-Security-Policy': MEDIA_POLICY,
      'Cache-Control': cacheControl(LIFETIMES.page, clock()),
      ETag: etag,
    });
    // The time of the file is that of this machine, and says nothing of the story.
    const options = { root: media.folder, cacheControl: false, lastModified: false, dotfiles: 'deny' } as const;
    return response.sendFile(name, options, (error) => {
      if (error !== undefined && error !== null && !response.headersSent) next(error);
    });
  });
  return router;
}
