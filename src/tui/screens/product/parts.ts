import { add } from '../../../operations/images/add.ts';
import { edit as editImage } from '../../../operations/images/edit.ts';
import { move } from '../../../operations/images/move.ts';
import { remove } from '../../../operations/images/remove.ts';
import { set } from '../../../operations/attributes/set.ts';
import { unset } from '../../../operations/attributes/unset.ts';
import type { ShownAttribute, ShownImage, ShownProduct } from '../../../operations/products/parts/shown.ts';
import { create } from '../../../operations/variants/create.ts';
import { generate } from '../../../operations/variants/generate.ts';
import { denied } from '../../app/denied.ts';
import type { DetailFrame, DetailRow } from '../../app/DetailScreen.tsx';
import { offer } from '../../app/actions.ts';
import type { AppApi } from '../../app/screen.ts';
import { cell } from '../../widgets/beside.ts';
import { paintLine, type Spans } from '../../widgets/spans.ts';

const line = (spans: Spans, { width, theme }: DetailFrame): string => paintLine(spans, width, theme);

/** Pictures in their order; Enter on one offers what can be done with it. */
export function imageRows(app: AppApi) {
  return (page: ShownProduct, frame: DetailFrame): readonly DetailRow[] => {
    const { theme, key } = frame;
    if (page.images.length === 0) {
      const how: Spans = [' ', ['key', key('product.add')], ['dim', ' adds the first one.']];
      return [line([' It has no picture: nobody sees what they buy.'], frame), line(how, frame)];
    }
    const ordered = page.images.toSorted((one, other) => one.position - other.position);
    return ordered.map((image) => ({
      text: line(
        [
          ` ${image.position} `,
          image.is_primary ? ['good', `${theme.glyphs.ok} primary `] : '           ',
          cell(
            image.alt_text === null ? 'waiting' : 'plain',
            image.alt_text ?? 'no alt text',
            Math.max(12, Math.min(70, Math.floor(frame.width * 0.35))),
            theme,
          ),
          ['dim', `  ${image.url}`],
        ],
        frame,
      ),
      open: () => actOnImage(app, page, image),
    }));
  };
}

function actOnImage(app: AppApi, { sku: product, images }: ShownProduct, image: ShownImage): Promise<void> {
  const { position, version: expected_version, is_primary, alt_text, url } = image;
  const refused = denied(app.actor, editImage);
  const one = { product, image: String(position) };
  const to = (place: number) => () => app.runOperation(move, { ...one, to: place });
  return offer(app, `Picture ${position} of ${product}`, [
    {
      label: 'Alt text',
      hint: alt_text ?? 'what can be seen, for those who cannot see it',
      disabled: refused,
      run: async () => {
        const text = await app.prompt({ title: `What picture ${position} shows`, initial: alt_text ?? '' });
        if (text !== undefined) await app.runOperation(editImage, { ...one, alt_text: text, expected_version });
      },
    },
    {
      label: 'Make it the primary one',
      disabled: refused ?? (is_primary ? 'it is' : undefined),
      run: () => app.runOperation(editImage, { ...one, primary: true, expected_version }),
    },
    {
      label: 'One place up',
      disabled: refused ?? (position > 1 ? undefined : 'it is the first'),
      run: to(position - 1),
    },
    {
      label: 'One place down',
      disabled: refused ?? (position < images.length ? undefined : 'it is the last'),
      run: to(position + 1),
    },
    {
      label: 'Address',
      hint: url,
      disabled: refused,
      run: () => app.openForm(editImage, { ...one, address: url, expected_version }),
    },
    { label: 'Copy the address', run: () => app.copy(url) },
    {
      label: 'Remove',
      danger: true,
      disabled: refused,
      run: () => app.runOperation(remove, { ...one, expected_version }),
    },
  ]);
}

/** Attributes by name; Enter on one changes it or takes it off. */
export function attributeRows(app: AppApi) {
  return (page: ShownProduct, frame: DetailFrame): readonly DetailRow[] => {
    const { theme, key } = frame;
    if (page.attributes.length === 0) {
      return [
        line(
          [' It has no attributes, such as its material. ', ['key', key('product.add')], ['dim', ' adds one.']],
          frame,
        ),
      ];
    }
    return page.attributes.map((attribute) => ({
      text: line([' ', cell('dim', attribute.name, 24, theme), ` ${attribute.value}`], frame),
      open: () => actOnAttribute(app, page, attribute),
    }));
  };
}

function actOnAttribute(app: AppApi, { sku: product }: ShownProduct, attribute: ShownAttribute): Promise<void> {
  const { name, value, version: expected_version } = attribute;
  return offer(app, `${name} of ${product}`, [
    {
      label: 'Change',
      hint: value,
      disabled: denied(app.actor, set),
      run: async () => {
        const text = await app.prompt({ title: name, initial: value, check: emptyProblem });
        if (text !== undefined) await app.runOperation(set, { product, name, value: text, expected_version });
      },
    },
    {
      label: 'Take it off',
      danger: true,
      disabled: denied(app.actor, unset),
      run: () => app.runOperation(unset, { product, name, expected_version }),
    },
  ]);
}

const emptyProblem = (text: string): string | undefined => (text.trim() === '' ? 'It is empty.' : undefined);

/** What a product can be given more of. */
export function addTo(app: AppApi, { sku: product, deleted_at }: ShownProduct): Promise<void> {
  const gone = deleted_at === null ? undefined : `${product} is in the archive`;
  return offer(app, `Add to ${product}`, [
    {
      label: 'Sizes and colours',
      disabled: denied(app.actor, generate) ?? gone,
      run: () => app.openForm(generate, { product }),
    },
    { label: 'One variant', disabled: denied(app.actor, create) ?? gone, run: () => app.openForm(create, { product }) },
    { label: 'A picture', disabled: denied(app.actor, add) ?? gone, run: () => app.openForm(add, { product }) },
    { label: 'An attribute', disabled: denied(app.actor, set) ?? gone, run: () => app.openForm(set, { product }) },
  ]);
}
