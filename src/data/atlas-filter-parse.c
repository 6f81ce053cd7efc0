/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From tokens to the tree of an expression, by recursive descent:
 *
 *   or       = and { "or" and }
 *   and      = not { "and" not }
 *   not      = "not" not | compare
 *   compare  = concat [ sign concat | [not] in ( or, … ) | [not] between concat and concat | [not] like concat | is [not] null ]
 *   concat   = sum { "||" sum }
 *   sum      = product { (+ | -) product }
 *   product  = unary { (* | / | %) unary }
 *   unary    = (- | +) unary | value
 *   value    = number | text | field | $name | function ( or, … ) | ( or )
 *
 * What was expected is said in words, at the character where it was.  Nesting is bounded, so the stack is.  Any thread. */

#include "data/atlas-filter-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  AtlasLexer  lexer;
  AtlasToken  token;          /* the next one */
  guint       depth;
  GError    **error;
} Parser;

const AtlasFilterFunctionInfo _atlas_filter_functions[ATLAS_FUNC_DISTANCE + 1] = {
  [ATLAS_FUNC_LOWER] = { "lower", 1, 1, ATLAS_FILTER_TEXT, ATLAS_FILTER_TEXT },
  [ATLAS_FUNC_UPPER] = { "upper", 1, 1, ATLAS_FILTER_TEXT, ATLAS_FILTER_TEXT },
  [ATLAS_FUNC_LENGTH] = { "length", 1, 1, ATLAS_FILTER_TEXT, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_TRIM] = { "trim", 1, 1, ATLAS_FILTER_TEXT, ATLAS_FILTER_TEXT },
  [ATLAS_FUNC_SUBSTR] = { "substr", 2, 3, ATLAS_FILTER_TEXT, ATLAS_FILTER_TEXT },
  [ATLAS_FUNC_CONTAINS] = { "contains", 2, 2, ATLAS_FILTER_TEXT, ATLAS_FILTER_BOOLEAN },
  [ATLAS_FUNC_STARTS_WITH] = { "starts_with", 2, 2, ATLAS_FILTER_TEXT, ATLAS_FILTER_BOOLEAN },
  [ATLAS_FUNC_ENDS_WITH] = { "ends_with", 2, 2, ATLAS_FILTER_TEXT, ATLAS_FILTER_BOOLEAN },
  [ATLAS_FUNC_REPLACE] = { "replace", 3, 3, ATLAS_FILTER_TEXT, ATLAS_FILTER_TEXT },
  [ATLAS_FUNC_ABS] = { "abs", 1, 1, ATLAS_FILTER_NUMBER, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_ROUND] = { "round", 1, 2, ATLAS_FILTER_NUMBER, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_FLOOR] = { "floor", 1, 1, ATLAS_FILTER_NUMBER, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_CEIL] = { "ceil", 1, 1, ATLAS_FILTER_NUMBER, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_MIN] = { "min", 1, 1000, ATLAS_FILTER_NUMBER, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_MAX] = { "max", 1, 1000, ATLAS_FILTER_NUMBER, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_SQRT] = { "sqrt", 1, 1, ATLAS_FILTER_NUMBER, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_YEAR] = { "year", 1, 1, ATLAS_FILTER_TEXT, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_MONTH] = { "month", 1, 1, ATLAS_FILTER_TEXT, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_DAY] = { "day", 1, 1, ATLAS_FILTER_TEXT, ATLAS_FILTER_NUMBER },
  [ATLAS_FUNC_COALESCE] = { "coalesce", 1, 1000, ATLAS_FILTER_ANY, ATLAS_FILTER_ANY },
  [ATLAS_FUNC_IF] = { "if", 3, 3, ATLAS_FILTER_ANY, ATLAS_FILTER_ANY },
  [ATLAS_FUNC_WITHIN] = { "within", 1, 1, 0, ATLAS_FILTER_BOOLEAN },
  [ATLAS_FUNC_INTERSECTS] = { "intersects", 1, 1, 0, ATLAS_FILTER_BOOLEAN },
  [ATLAS_FUNC_DISTANCE] = { "distance", 1, 1, 0, ATLAS_FILTER_NUMBER },
};

static AtlasNode *parse_or (Parser *parser);
static AtlasNode *parse_unary (Parser *parser);

void
_atlas_node_free (AtlasNode *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_args; i++)
    _atlas_node_free (self->args[i]);
  g_free (self->args);
  g_free (self->text);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasNode, _atlas_node_free)

static gboolean
next (Parser *parser)
{
  return _atlas_filter_next_token (&parser->lexer, &parser->token, parser->error);
}

static gboolean
fail_here (Parser          *parser,
           AtlasFilterError code,
           const char      *message)
{
  return _atlas_filter_fail (parser->error, code, parser->token.position, message);
}

/* @what: what should stand here, with its article. */
static gboolean
fail_expected (Parser     *parser,
               const char *what)
{
  g_autofree char *message = NULL;

  if (parser->token.kind == ATLAS_TOKEN_END)
    /* Translators: %s is "a value", "“)”" or the like */
    message = g_strdup_printf (_("The expression ends here, but %s was expected."), what);
  else
    {
      const gsize length = (gsize) (parser->token.end - parser->token.begin);
      g_autofree char *all = g_strndup (parser->token.begin, length);
      g_autofree char *shown = g_utf8_strlen (all, -1) > 24 ? g_utf8_substring (all, 0, 24) : NULL;

      /* Translators: the first %s is "a value", "“)”" or the like, the second what stands there */
      message = g_strdup_printf (_("Here %1$s was expected, not “%2$s”."), what, shown != NULL ? shown : all);
    }
  return fail_here (parser, ATLAS_FILTER_ERROR_SYNTAX, message);
}

static gboolean
is_sign (Parser     *parser,
         const char *sign)
{
  return parser->token.kind == ATLAS_TOKEN_SIGN && g_str_equal (parser->token.sign, sign);
}

static gboolean
is_keyword (Parser     *parser,
            const char *word)
{
  return parser->token.kind == ATLAS_TOKEN_WORD && g_ascii_strcasecmp (parser->token.text, word) == 0;
}

static gboolean
take_sign (Parser     *parser,
           const char *sign)
{
  g_autofree char *what = NULL;

  if (is_sign (parser, sign))
    return next (parser);
  what = g_strdup_printf ("“%s”", sign);
  return fail_expected (parser, what);
}

static AtlasNode *
node_new (AtlasNodeKind kind,
          guint         position)
{
  AtlasNode *node = g_new0 (AtlasNode, 1);

  node->kind = kind;
  node->position = position;
  node->depth = 1;
  return node;
}

static void
add_arg (AtlasNode *node,
         AtlasNode *arg)
{
  /* Powers of two only are where it grows. */
  if ((node->n_args & (node->n_args - 1)) == 0)
    node->args = g_renew (AtlasNode *, node->args, MAX (1, 2 * node->n_args));
  node->args[node->n_args++] = arg;
  node->depth = MAX (node->depth, arg->depth + 1);
}

/* Takes @left and @right, either of which may be NULL: then so is what comes back. */
static AtlasNode *
join (Parser       *parser,
      AtlasNodeKind kind,
      AtlasNode    *left,
      AtlasNode    *right)
{
  g_autoptr (AtlasNode) a = left;
  g_autoptr (AtlasNode) b = right;
  AtlasNode *node;

  if (a == NULL || b == NULL)
    return NULL;
  if (MAX (a->depth, b->depth) >= 2 * ATLAS_FILTER_MAX_DEPTH)
    {
      fail_here (parser, ATLAS_FILTER_ERROR_TOO_BIG, _("The expression is too long here. Split it with parentheses."));
      return NULL;
    }
  node = node_new (kind, a->position);
  add_arg (node, g_steal_pointer (&a));
  add_arg (node, g_steal_pointer (&b));
  return node;
}

static AtlasNode *
wrap (AtlasNodeKind kind,
      guint         position,
      AtlasNode    *arg)
{
  AtlasNode *node;

  if (arg == NULL)
    return NULL;
  node = node_new (kind, position);
  add_arg (node, arg);
  return node;
}

static gboolean
enter (Parser *parser)
{
  if (++parser->depth > ATLAS_FILTER_MAX_DEPTH)
    return fail_here (parser, ATLAS_FILTER_ERROR_TOO_BIG, _("The expression is nested too deeply here."));
  return TRUE;
}

/* -- places ------------------------------------------------------------------------------------------------------ */

static gboolean
parse_coordinates (Parser    *parser,
                   AtlasNode *geometry,
                   guint      n)
{
  const double most[4] = { 180, 90, 180, 90 };

  if (!next (parser) || !take_sign (parser, "("))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      gboolean minus = FALSE;

      if (i > 0 && !take_sign (parser, ","))
        return FALSE;
      while (is_sign (parser, "-") || is_sign (parser, "+"))
        {
          minus ^= is_sign (parser, "-");
          if (!next (parser))
            return FALSE;
        }
      if (parser->token.kind != ATLAS_TOKEN_NUMBER)
        return fail_expected (parser, _("a number of degrees"));
      if (parser->token.number > most[i])
        return fail_here (parser, ATLAS_FILTER_ERROR_SYNTAX,
                          _("This is no place on earth: longitudes reach from -180 to 180, latitudes from -90 to 90."));
      geometry->box[i] = minus ? -parser->token.number : parser->token.number;
      if (n == 4 && i > 1 && geometry->box[i] < geometry->box[i - 2])
        return fail_here (parser, ATLAS_FILTER_ERROR_SYNTAX,
                          _("The box is the wrong way round: it is bbox(west, south, east, north)."));
      if (!next (parser))
        return FALSE;
    }
  if (n == 2)
    {
      geometry->box[2] = geometry->box[0];
      geometry->box[3] = geometry->box[1];
    }
  return take_sign (parser, ")");
}

/* @name, bbox(…) or point(…). */
static AtlasNode *
parse_geometry (Parser *parser)
{
  g_autoptr (AtlasNode) geometry = node_new (ATLAS_NODE_GEOMETRY, parser->token.position);

  if (parser->token.kind == ATLAS_TOKEN_GEOMETRY)
    {
      geometry->geometry = ATLAS_NODE_TEXT;
      geometry->text = g_steal_pointer (&parser->token.text);
      return next (parser) ? g_steal_pointer (&geometry) : NULL;
    }
  geometry->geometry = ATLAS_NODE_NUMBER;
  if (is_keyword (parser, "bbox") || is_keyword (parser, "point"))
    return parse_coordinates (parser, geometry, is_keyword (parser, "bbox") ? 4 : 2) ? g_steal_pointer (&geometry) : NULL;
  fail_expected (parser, _("a place (@view, @selection, bbox(west, south, east, north) or point(lon, lat))"));
  return NULL;
}

/* -- values ------------------------------------------------------------------------------------------------------ */

static gboolean
find_function (Parser              *parser,
               const char          *name,
               guint                position,
               AtlasFilterFunction *function)
{
  const char *names[G_N_ELEMENTS (_atlas_filter_functions)];
  g_autofree char *near = NULL, *message = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (_atlas_filter_functions); i++)
    {
      names[i] = _atlas_filter_functions[i].name;
      if (g_ascii_strcasecmp (name, names[i]) == 0)
        {
          *function = (AtlasFilterFunction) i;
          return TRUE;
        }
    }
  if (g_ascii_strcasecmp (name, "bbox") == 0 || g_ascii_strcasecmp (name, "point") == 0)
    return _atlas_filter_fail (parser->error, ATLAS_FILTER_ERROR_FUNCTION, position,
                               _("A place alone is no value. Write within(…), intersects(…) or distance(…) around it."));
  near = _atlas_filter_suggest (name, names, G_N_ELEMENTS (names));
  message = near != NULL ? g_strdup_printf (_("There is no function “%1$s”. Did you mean %2$s?"), name, near)
                         : g_strdup_printf (_("There is no function “%s”."), name);
  return _atlas_filter_fail (parser->error, ATLAS_FILTER_ERROR_FUNCTION, position, message);
}

static gboolean
check_count (Parser          *parser,
             const AtlasNode *call)
{
  const AtlasFilterFunctionInfo *info = &_atlas_filter_functions[call->function];
  g_autofree char *message = NULL;

  if (call->n_args >= info->min_args && call->n_args <= info->max_args)
    return TRUE;
  if (info->min_args == info->max_args)
    message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The function “%1$s” takes %2$u value, but here are %3$u.",
                                            "The function “%1$s” takes %2$u values, but here are %3$u.", info->min_args),
                               info->name, info->min_args, call->n_args);
  else if (call->n_args < info->min_args)
    message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The function “%1$s” takes at least %2$u value, but here are %3$u.",
                                            "The function “%1$s” takes at least %2$u values, but here are %3$u.", info->min_args),
                               info->name, info->min_args, call->n_args);
  else
    message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The function “%1$s” takes at most %2$u value, but here are %3$u.",
                                            "The function “%1$s” takes at most %2$u values, but here are %3$u.", info->max_args),
                               info->name, info->max_args, call->n_args);
  return _atlas_filter_fail (parser->error, ATLAS_FILTER_ERROR_FUNCTION, call->position, message);
}

/* What stands between parentheses, of which the first was taken; @node gets it. */
static gboolean
parse_list (Parser    *parser,
            AtlasNode *node,
            gboolean   places)
{
  if (!enter (parser))
    return FALSE;
  if (!is_sign (parser, ")"))
    for (;;)
      {
        AtlasNode *arg = places ? parse_geometry (parser) : parse_or (parser);

        if (arg == NULL)
          return FALSE;
        add_arg (node, arg);
        if (!is_sign (parser, ","))
          break;
        if (!next (parser))
          return FALSE;
      }
  parser->depth--;
  if (!is_sign (parser, ")"))
    return fail_expected (parser, _("“,” or “)”"));
  return next (parser);
}

/* A field, or a function when a parenthesis follows. */
static AtlasNode *
parse_word (Parser *parser)
{
  g_autoptr (AtlasNode) node = node_new (ATLAS_NODE_FIELD, parser->token.position);

  if (is_keyword (parser, "null"))
    node->kind = ATLAS_NODE_NULL;
  else if (is_keyword (parser, "true") || is_keyword (parser, "false"))
    {
      node->kind = ATLAS_NODE_BOOLEAN;
      node->integer = is_keyword (parser, "true");
    }
  else if (_atlas_filter_is_keyword (parser->token.text))
    {
      fail_expected (parser, _("a value (a field, a number or a text in single quotes)"));
      return NULL;
    }
  else
    node->text = g_steal_pointer (&parser->token.text);
  if (!next (parser))
    return NULL;
  if (node->kind != ATLAS_NODE_FIELD || !is_sign (parser, "("))
    return g_steal_pointer (&node);
  node->kind = ATLAS_NODE_FUNCTION;
  if (!find_function (parser, node->text, node->position, &node->function) || !next (parser)
      || !parse_list (parser, node, _atlas_filter_functions[node->function].args == 0) || !check_count (parser, node))
    return NULL;
  return g_steal_pointer (&node);
}

static AtlasNode *
parse_variable (Parser *parser)
{
  static const struct
  {
    const char    *name;
    AtlasNodeKind  kind;
  } variables[] = {
    { "id", ATLAS_NODE_ID }, { "length", ATLAS_NODE_LENGTH }, { "area", ATLAS_NODE_AREA },
    { "x", ATLAS_NODE_X },   { "y", ATLAS_NODE_Y },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    if (g_ascii_strcasecmp (parser->token.text, variables[i].name) == 0)
      {
        AtlasNode *node = node_new (variables[i].kind, parser->token.position);

        if (next (parser))
          return node;
        _atlas_node_free (node);
        return NULL;
      }
  fail_here (parser, ATLAS_FILTER_ERROR_SYNTAX, _("A name was expected after “$”: $id, $length, $area, $x or $y."));
  return NULL;
}

static AtlasNode *
parse_value (Parser *parser)
{
  g_autoptr (AtlasNode) node = NULL;

  switch (parser->token.kind)
    {
    case ATLAS_TOKEN_NUMBER:
      node = node_new (ATLAS_NODE_NUMBER, parser->token.position);
      node->number = parser->token.number;
      node->is_integer = parser->token.is_integer;
      node->integer = parser->token.integer;
      break;
    case ATLAS_TOKEN_TEXT:
    case ATLAS_TOKEN_FIELD:
      node = node_new (parser->token.kind == ATLAS_TOKEN_TEXT ? ATLAS_NODE_TEXT : ATLAS_NODE_FIELD, parser->token.position);
      node->quoted = TRUE;
      node->text = g_steal_pointer (&parser->token.text);
      break;
    case ATLAS_TOKEN_WORD:
      return parse_word (parser);
    case ATLAS_TOKEN_VARIABLE:
      return parse_variable (parser);
    case ATLAS_TOKEN_GEOMETRY:
      fail_here (parser, ATLAS_FILTER_ERROR_SYNTAX,
                 _("A place alone is no value. Write within(…), intersects(…) or distance(…) around it."));
      return NULL;
    case ATLAS_TOKEN_SIGN:
      if (is_sign (parser, "("))
        {
          const guint position = parser->token.position;

          if (!enter (parser) || !next (parser))
            return NULL;
          node = parse_or (parser);
          parser->depth--;
          if (node == NULL || !take_sign (parser, ")"))
            return NULL;
          node->position = position;
          return g_steal_pointer (&node);
        }
      G_GNUC_FALLTHROUGH;
    case ATLAS_TOKEN_END:
    default:
      fail_expected (parser, _("a value (a field, a number or a text in single quotes)"));
      return NULL;
    }
  return next (parser) ? g_steal_pointer (&node) : NULL;
}

static AtlasNode *
parse_unary (Parser *parser)
{
  const gboolean minus = is_sign (parser, "-");
  const guint position = parser->token.position;
  AtlasNode *node;

  if (!minus && !is_sign (parser, "+"))
    return parse_value (parser);
  if (!enter (parser) || !next (parser))
    return NULL;
  node = parse_unary (parser);
  parser->depth--;
  return wrap (minus ? ATLAS_NODE_NEGATE : ATLAS_NODE_ADD, position, node);
}

static AtlasNode *
parse_product (Parser *parser)
{
  AtlasNode *node = parse_unary (parser);

  while (node != NULL && (is_sign (parser, "*") || is_sign (parser, "/") || is_sign (parser, "%")))
    {
      const char sign = *parser->token.sign;
      const AtlasNodeKind kind = sign == '*'   ? ATLAS_NODE_MULTIPLY
                                 : sign == '/' ? ATLAS_NODE_DIVIDE
                                               : ATLAS_NODE_REMAINDER;

      node = join (parser, kind, node, next (parser) ? parse_unary (parser) : NULL);
    }
  return node;
}

static AtlasNode *
parse_sum (Parser *parser)
{
  AtlasNode *node = parse_product (parser);

  while (node != NULL && (is_sign (parser, "+") || is_sign (parser, "-")))
    {
      const AtlasNodeKind kind = is_sign (parser, "+") ? ATLAS_NODE_ADD : ATLAS_NODE_SUBTRACT;

      node = join (parser, kind, node, next (parser) ? parse_product (parser) : NULL);
    }
  return node;
}

static AtlasNode *
parse_concat (Parser *parser)
{
  AtlasNode *node = parse_sum (parser);

  while (node != NULL && is_sign (parser, "||"))
    node = join (parser, ATLAS_NODE_CONCAT, node, next (parser) ? parse_sum (parser) : NULL);
  return node;
}

/* -- conditions -------------------------------------------------------------------------------------------------- */

/* a between b and c: kept as one, with three parts. */
static AtlasNode *
parse_between (Parser    *parser,
               AtlasNode *value)
{
  g_autoptr (AtlasNode) low = NULL;
  g_autoptr (AtlasNode) node = node_new (ATLAS_NODE_AND, value->position);
  AtlasNode *high;

  /* Marks the "and" as that of "between". */
  node->is_integer = TRUE;
  add_arg (node, value);
  low = parse_concat (parser);
  if (low == NULL)
    return NULL;
  if (!is_keyword (parser, "and"))
    {
      fail_expected (parser, _("“and” (between … and …)"));
      return NULL;
    }
  add_arg (node, g_steal_pointer (&low));
  high = next (parser) ? parse_concat (parser) : NULL;
  if (high == NULL)
    return NULL;
  add_arg (node, high);
  return g_steal_pointer (&node);
}

static AtlasNode *
parse_in (Parser    *parser,
          AtlasNode *value)
{
  g_autoptr (AtlasNode) node = node_new (ATLAS_NODE_IN, value->position);

  add_arg (node, value);
  if (!take_sign (parser, "("))
    return NULL;
  if (is_sign (parser, ")"))
    {
      fail_expected (parser, _("a value (a field, a number or a text in single quotes)"));
      return NULL;
    }
  return parse_list (parser, node, FALSE) ? g_steal_pointer (&node) : NULL;
}

static AtlasNode *
parse_is (Parser    *parser,
          AtlasNode *value)
{
  g_autoptr (AtlasNode) owned = value;
  const guint position = value->position;
  gboolean negate;

  if (!next (parser))
    return NULL;
  negate = is_keyword (parser, "not");
  if (negate && !next (parser))
    return NULL;
  if (!is_keyword (parser, "null"))
    {
      fail_expected (parser, negate ? _("“null” (is not null)") : _("“null” or “not null” (to compare, write “=”)"));
      return NULL;
    }
  if (!next (parser))
    return NULL;
  owned = wrap (ATLAS_NODE_IS_NULL, position, g_steal_pointer (&owned));
  return negate ? wrap (ATLAS_NODE_NOT, position, g_steal_pointer (&owned)) : g_steal_pointer (&owned);
}

static AtlasNode *
parse_after_not (Parser    *parser,
                 AtlasNode *value)
{
  g_autoptr (AtlasNode) owned = value;

  if (is_keyword (parser, "in"))
    return next (parser) ? parse_in (parser, g_steal_pointer (&owned)) : NULL;
  if (is_keyword (parser, "between"))
    return next (parser) ? parse_between (parser, g_steal_pointer (&owned)) : NULL;
  if (is_keyword (parser, "like") || is_keyword (parser, "ilike"))
    {
      const AtlasNodeKind kind = is_keyword (parser, "like") ? ATLAS_NODE_LIKE : ATLAS_NODE_ILIKE;

      return next (parser) ? join (parser, kind, g_steal_pointer (&owned), parse_concat (parser)) : NULL;
    }
  fail_expected (parser, _("“in”, “between” or “like” after “not”"));
  return NULL;
}

static AtlasNode *
parse_compare (Parser *parser)
{
  static const struct
  {
    const char    *sign;
    AtlasNodeKind  kind;
  } signs[] = {
    { "=", ATLAS_NODE_EQUAL },       { "!=", ATLAS_NODE_NOT_EQUAL }, { "<", ATLAS_NODE_LESS },
    { "<=", ATLAS_NODE_LESS_EQUAL }, { ">", ATLAS_NODE_GREATER },    { ">=", ATLAS_NODE_GREATER_EQUAL },
  };
  g_autoptr (AtlasNode) node = parse_concat (parser);

  if (node == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (is_sign (parser, signs[i].sign))
      return next (parser) ? join (parser, signs[i].kind, g_steal_pointer (&node), parse_concat (parser)) : NULL;
  if (is_keyword (parser, "is"))
    return parse_is (parser, g_steal_pointer (&node));
  if (is_keyword (parser, "not"))
    {
      const guint position = node->position;

      return next (parser) ? wrap (ATLAS_NODE_NOT, position, parse_after_not (parser, g_steal_pointer (&node))) : NULL;
    }
  if (is_keyword (parser, "in") || is_keyword (parser, "between") || is_keyword (parser, "like")
      || is_keyword (parser, "ilike"))
    return parse_after_not (parser, g_steal_pointer (&node));
  return g_steal_pointer (&node);
}

static AtlasNode *
parse_not (Parser *parser)
{
  const guint position = parser->token.position;
  AtlasNode *node;

  if (!is_keyword (parser, "not"))
    return parse_compare (parser);
  if (!enter (parser) || !next (parser))
    return NULL;
  node = parse_not (parser);
  parser->depth--;
  return wrap (ATLAS_NODE_NOT, position, node);
}

/* A chain is one node, so that a long one is not a deep one. */
static AtlasNode *
parse_chain (Parser       *parser,
             const char   *word,
             AtlasNodeKind kind,
             AtlasNode  *(*parse) (Parser *))
{
  AtlasNode *first = parse (parser);
  g_autoptr (AtlasNode) chain = NULL;

  if (first == NULL || !is_keyword (parser, word))
    return first;
  chain = node_new (kind, first->position);
  add_arg (chain, first);
  while (is_keyword (parser, word))
    {
      AtlasNode *arg = next (parser) ? parse (parser) : NULL;

      if (arg == NULL)
        return NULL;
      add_arg (chain, arg);
    }
  return g_steal_pointer (&chain);
}

static AtlasNode *
parse_and (Parser *parser)
{
  return parse_chain (parser, "and", ATLAS_NODE_AND, parse_not);
}

static AtlasNode *
parse_or (Parser *parser)
{
  return parse_chain (parser, "or", ATLAS_NODE_OR, parse_and);
}

AtlasNode *
_atlas_filter_parse (const char *text,
                     GError    **error)
{
  Parser parser = { .lexer = { text, 0 }, .error = error };
  g_autoptr (AtlasNode) node = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    {
      _atlas_filter_fail (error, ATLAS_FILTER_ERROR_SYNTAX, 0, _("The expression is not valid UTF-8 text."));
      return NULL;
    }
  if (g_utf8_strlen (text, -1) > ATLAS_FILTER_MAX_CHARS)
    {
      _atlas_filter_fail (error, ATLAS_FILTER_ERROR_TOO_BIG, ATLAS_FILTER_MAX_CHARS, _("The expression is too long."));
      return NULL;
    }
  if (next (&parser))
    {
      if (parser.token.kind == ATLAS_TOKEN_END)
        fail_here (&parser, ATLAS_FILTER_ERROR_EMPTY, _("The filter is empty. Write a condition, such as name = 'Text'."));
      else
        node = parse_or (&parser);
    }
  if (node != NULL && parser.token.kind != ATLAS_TOKEN_END)
    {
      if (is_sign (&parser, ")"))
        fail_here (&parser, ATLAS_FILTER_ERROR_SYNTAX, _("This “)” closes nothing: there is no “(” before it."));
      else
        fail_expected (&parser, _("“and”, “or” or the end"));
      g_clear_pointer (&node, _atlas_node_free);
    }
  _atlas_filter_token_clear (&parser.token);
  return g_steal_pointer (&node);
}
