import type { ShikiTransformer, ThemeRegistration } from 'shiki';

/** What a piece of code can be; each has a colour token `--code-<role>` and, but for text, a class `c-<role>`. */
type CodeRole = 'text' | 'comment' | 'string' | 'number' | 'keyword' | 'function';

const scopes: Record<CodeRole, string[]> = {
  text: [
    'punctuation',
    'keyword.operator',
    'meta.brace',
    'meta.template.expression',
    'storage.type.function.arrow',
  ],
  comment: [
    'comment',
    'punctuation.definition.comment',
    'string.quoted.docstring',
    'string.quoted.docstring punctuation',
  ],
  string: ['string', 'punctuation.definition.string', 'constant.character.escape', 'storage.type.string'],
  number: [
    'constant.numeric',
    'constant.language',
    'constant.character.format.placeholder',
    'variable.language',
    'support.constant',
  ],
  keyword: [
    'keyword.control',
    'keyword.operator.logical.python',
    'keyword.operator.new',
    'keyword.operator.expression',
    'storage.type',
    'storage.modifier',
  ],
  function: [
    'entity.name.function',
    'support.function',
    'entity.name.type',
    'entity.name.class',
    'support.class',
  ],
};

/**
 * The site's one Shiki theme. It names roles, not colours, so that the palette stays in `tokens.css`, where
 * light and dark are written once, and so that no page needs an inline style.
 */
const codeTheme: ThemeRegistration = {
  name: 'interleave',
  type: 'light',
  colors: { 'editor.foreground': 'var(--code-text)', 'editor.background': 'var(--code-background)' },
  settings: Object.entries(scopes).map(([role, scope]) => ({
    scope,
    settings: { foreground: `var(--code-${role})` },
  })),
};

/** Turns the theme's inline styles into classes; text of no role, and the spans around lines, become plain text. */
const codeRolesAsClasses: ShikiTransformer = {
  name: 'code-roles-as-classes',
  pre(node) {
    delete node.properties.style;
    node.properties.class = 'code';
    node.properties.tabindex = '0';
  },
  line(node) {
    node.children = node.children.flatMap((token) => {
      if (token.type !== 'element') return [token];
      const role = /--code-(\w+)/.exec(String(token.properties.style))?.[1];
      if (role === undefined || role === 'text') return token.children;
      token.properties = { class: `c-${role}` };
      return [token];
    });
  },
  code(node) {
    node.children = node.children.flatMap((line) => (line.type === 'element' ? line.children : [line]));
  },
};

/** What `markdown.shikiConfig` and every call of Shiki in a component share. */
export const codeStyle = { theme: codeTheme, transformers: [codeRolesAsClasses] };
