// What a scan's report says of the image itself, for the report view.
import type { ImageAbout } from '../../scan-protocol.ts';
import type { TrivyReport } from '../../trivy/index.ts';

/** Only what the report tells; texts are the image's. */
export function aboutImage({ image, omitted }: TrivyReport): ImageAbout {
  const { digests, id, os, config, created, size } = image;
  const user = config?.user.split(':', 1)[0];
  return {
    ...(digests.length > 0 ? { digests } : {}),
    ...(id === undefined ? {} : { imageId: id }),
    ...(os ? { system: `${os.family} ${os.name}`.trim(), endOfLife: os.endOfLife } : {}),
    ...(user === undefined ? {} : { user: user === '' ? 'root' : user }),
    ...(size === undefined ? {} : { size }),
    ...(created === undefined ? {} : { created }),
    ...(omitted > 0 ? { omitted } : {}),
  };
}
