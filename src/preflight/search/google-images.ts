import { type JsonLdNode, nodesIn, type ServedPage, storyNode, typesOf } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

const ARTICLE = 'Google Search Central, Article (2026-09-08), image';
const DISCOVER = 'Google Search Central, Discover';
const LICENSABLE = 'Google Search Central, image metadata';

/** The shapes that Google recommends, with the tolerance for each picture. */
const RATIOS = { '16x9': 16 / 9, '4x3': 4 / 3, '1x1': 1 };
const NEAR = 0.05;

/** The formats of Google Images. */
const FORMATS = /^image\/(bmp|gif|jpeg|png|webp|svg\+xml|avif)$/;

const imagesOf = (page: ServedPage): JsonLdNode[] => nodesIn(storyNode(page)?.image, page);
const sizeOf = ({ width, height }: JsonLdNode) => ({ width: Number(width), height: Number(height) });
const isMeasured = (image: JsonLdNode): boolean => sizeOf(image).width > 0 && sizeOf(image).height > 0;

/** Requirements of Google for the pictures of a story. */
export const googleImages: readonly PageRule[] = [
  {
    id: 'google/image',
    level: 'recommended',
    reference: ARTICLE,
    faults: ({ page }) =>
      faultIf(
        storyNode(page) !== undefined && imagesOf(page).length === 0 && typeof storyNode(page)?.image !== 'string',
        'The story has no picture, and will be shown without one: add `media`.',
        'image',
      ),
  },
  {
    id: 'google/image-pixels',
    level: 'recommended',
    reference: ARTICLE,
    faults: ({ page }) =>
      imagesOf(page).flatMap((image, index) => {
        const { width, height } = sizeOf(image);
        return faultIf(
          isMeasured(image) && width * height < 50_000,
          `The picture has ${width} × ${height} pixels, fewer than the recommended 50,000: use a larger file.`,
          `image[${index}]`,
        );
      }),
  },
  {
    id: 'google/image-shapes',
    level: 'recommended',
    reference: ARTICLE,
    faults: ({ page }) => {
      const measured = imagesOf(page).filter(isMeasured);
      const missing = Object.entries(RATIOS).filter(
        ([, ratio]) =>
          !measured.some((image) => Math.abs(sizeOf(image).width / sizeOf(image).height / ratio - 1) < NEAR),
      );
      const names = missing.map(([name]) => name).join(', ');
      return faultIf(
        measured.length > 0 && missing.length > 0,
        `No picture is ${names}: add files of these shapes.`,
        'image',
      );
    },
  },
  {
    id: 'google/image-wide',
    level: 'recommended',
    reference: DISCOVER,
    faults: ({ page }) => {
      const [first] = imagesOf(page);
      const isSmall = first !== undefined && isMeasured(first) && sizeOf(first).width < 1200;
      return faultIf(
        isSmall,
        'The first picture is less than 1200 pixels wide, and will not be shown large.',
        'image[0]',
      );
    },
  },
  {
    id: 'google/image-format',
    level: 'required',
    reference: ARTICLE,
    faults: ({ page }) =>
      imagesOf(page).flatMap(({ encodingFormat }, index) =>
        faultIf(
          encodingFormat !== undefined && !FORMATS.test(String(encodingFormat)),
          `Google Images does not read ${encodingFormat}: use JPEG, PNG, WebP or AVIF.`,
          `image[${index}]`,
        ),
      ),
  },
  {
    id: 'google/image-licence',
    level: 'required',
    reference: LICENSABLE,
    faults: ({ page }) =>
      imagesOf(page).flatMap((image, index) => {
        const { contentUrl, creator, creditText, copyrightNotice, license } = image;
        const isKnown = [creator, creditText, copyrightNotice, license].some((value) => value !== undefined);
        // Rights statements need a creator; a picture without any statement does not.
        return faultIf(
          image.acquireLicensePage !== undefined && (contentUrl === undefined || !isKnown),
          'The picture has a licence but no owner: add `credit` or `creator`.',
          `image[${index}]`,
        );
      }),
  },
  {
    id: 'google/video-thumbnail',
    level: 'required',
    reference: 'Google Search Central, video: thumbnailUrl',
    faults: ({ page }) => {
      const hasFilm = page.elements.has('video');
      const films = page.nodes.flatMap((node) => [node, ...nodesIn(node.video, page)]);
      const isShown = films.some((node) => typesOf(node).includes('VideoObject') && node.thumbnailUrl !== undefined);
      return faultIf(
        hasFilm && storyNode(page) !== undefined && !isShown,
        'The film has no picture, so it is no search result: add `poster`, or a picture to the story.',
        'video',
      );
    },
  },
];
