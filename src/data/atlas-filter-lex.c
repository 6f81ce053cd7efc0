/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From characters to tokens.  What a Chinese input method types for a sign is read as that sign: full-width signs and
 * digits, typographic quotes, 《 and 》 for < and >, 、 for a comma, ￥ for $; but not within quotes.  Any thread. */

#include "data/atlas-filter-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const KEYWORDS[] = {
  "and", "or", "not", "in", "between", "like", "ilike", "is", "null", "true", "false",
};

/* The ASCII sign that @c stands for, or @c. */
static gunichar
plain (gunichar c)
{
  switch (c)
    {
    case 0x3000: return ' ';
    case 0x2018: case 0x2019: case 0xff07: return '\'';
    case 0x201c: case 0x201d: case 0xff02: return '"';
    case 0x300a: case 0x3008: return '<';
    case 0x300b: case 0x3009: return '>';
    case 0x3001: return ',';
    case 0xffe5: case 0x00a5: return '$';
    case 0x00d7: return '*';
    case 0x00f7: return '/';
    case 0x2212: return '-';
    default:
      break;
    }
  /* Full-width letters stay: they may be a field's. */
  if (c >= 0xff01 && c <= 0xff5e && !g_ascii_isalpha ((char) (c - 0xfee0)))
    return c - 0xfee0;
  return c;
}

static gunichar
peek (const AtlasLexer *lexer)
{
  return plain (g_utf8_get_char (lexer->at));
}

static void
step (AtlasLexer *lexer)
{
  lexer->at = g_utf8_next_char (lexer->at);
  lexer->position++;
}

static gboolean
is_word_start (gunichar c)
{
  return c == '_' || (g_unichar_isalpha (c) && c != 0);
}

static gboolean
is_word_part (gunichar c)
{
  return c == '_' || g_unichar_isalnum (c) || g_unichar_ismark (c);
}

gboolean
_atlas_filter_is_keyword (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (KEYWORDS); i++)
    if (g_ascii_strcasecmp (word, KEYWORDS[i]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
_atlas_filter_is_word (const char *name)
{
  if (!is_word_start (g_utf8_get_char (name)) || _atlas_filter_is_keyword (name))
    return FALSE;
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (!is_word_part (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

void
_atlas_filter_token_clear (AtlasToken *token)
{
  g_free (token->text);
  *token = (AtlasToken) { 0 };
}

/* Where the quote that opens at @at closes, or NULL: at one that is ASCII as it is, or typographic as it is; or, if @mixed, at
 * any.  Twice the same is the quote itself. */
static const char *
find_close (const char *at,
            gboolean    mixed)
{
  const gunichar open = g_utf8_get_char (at);

  for (at = g_utf8_next_char (at); *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);
      const char *next = g_utf8_next_char (at);

      if (plain (c) != plain (open) || (!mixed && (c < 0x80) != (open < 0x80)))
        continue;
      if (g_utf8_get_char (next) == c)
        at = next;
      else
        return at;
    }
  return NULL;
}

static gboolean
read_quoted (AtlasLexer *lexer,
             AtlasToken *token,
             GError    **error)
{
  const gboolean is_text = peek (lexer) == '\'';
  const gunichar open = g_utf8_get_char (lexer->at);
  const char *close = find_close (lexer->at, FALSE);
  gboolean mixed = FALSE;
  GString *text;

  if (close == NULL)
    {
      mixed = TRUE;
      close = find_close (lexer->at, TRUE);
    }
  if (close == NULL)
    return _atlas_filter_fail (error, ATLAS_FILTER_ERROR_SYNTAX, token->position,
                               is_text ? _("The text that begins here has no closing quote (').")
                                       : _("The field name that begins here has no closing quote (\")."));
  text = g_string_new (NULL);
  step (lexer);
  while (lexer->at < close)
    {
      const gunichar c = g_utf8_get_char (lexer->at);

      g_string_append_unichar (text, c);
      step (lexer);
      if (lexer->at < close && plain (c) == plain (open) && g_utf8_get_char (lexer->at) == c
          && (mixed || (c < 0x80) == (open < 0x80)))
        step (lexer);
    }
  step (lexer);
  token->kind = is_text ? ATLAS_TOKEN_TEXT : ATLAS_TOKEN_FIELD;
  token->text = g_string_free (text, FALSE);
  if (!is_text && *token->text == '\0')
    return _atlas_filter_fail (error, ATLAS_FILTER_ERROR_SYNTAX, token->position, _("The field name is empty."));
  return TRUE;
}

static gboolean
is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

static void
read_digits (AtlasLexer *lexer,
             GString    *digits)
{
  while (is_digit (peek (lexer)))
    {
      g_string_append_c (digits, (char) peek (lexer));
      step (lexer);
    }
}

static gboolean
read_number (AtlasLexer *lexer,
             AtlasToken *token,
             GError    **error)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  guint64 whole;

  read_digits (lexer, digits);
  token->is_integer = TRUE;
  if (peek (lexer) == '.')
    {
      token->is_integer = FALSE;
      g_string_append_c (digits, '.');
      step (lexer);
      read_digits (lexer, digits);
    }
  if (peek (lexer) == 'e' || peek (lexer) == 'E')
    {
      AtlasLexer before = *lexer;
      const gsize length = digits->len;

      g_string_append_c (digits, 'e');
      step (lexer);
      if (peek (lexer) == '+' || peek (lexer) == '-')
        {
          g_string_append_c (digits, (char) peek (lexer));
          step (lexer);
        }
      if (is_digit (peek (lexer)))
        {
          token->is_integer = FALSE;
          read_digits (lexer, digits);
        }
      else
        {
          *lexer = before;
          g_string_truncate (digits, length);
        }
    }
  if (is_word_part (peek (lexer)))
    return _atlas_filter_fail (error, ATLAS_FILTER_ERROR_SYNTAX, lexer->position,
                               _("A number ends here, but a letter follows. Put texts in single quotes, and fields whose "
                                 "name begins with a digit in double quotes."));
  token->kind = ATLAS_TOKEN_NUMBER;
  token->number = g_ascii_strtod (digits->str, NULL);
  if (!isfinite (token->number))
    return _atlas_filter_fail (error, ATLAS_FILTER_ERROR_SYNTAX, token->position, _("This number is too large."));
  token->is_integer = token->is_integer && g_ascii_string_to_unsigned (digits->str, 10, 0, G_MAXINT64, &whole, NULL);
  if (token->is_integer)
    token->integer = (gint64) whole;
  return TRUE;
}

static void
read_word (AtlasLexer *lexer,
           AtlasToken *token)
{
  const char *begin = lexer->at;

  while (is_word_part (g_utf8_get_char (lexer->at)))
    step (lexer);
  token->text = g_strndup (begin, (gsize) (lexer->at - begin));
}

/* @name and $name. */
static gboolean
read_named (AtlasLexer    *lexer,
            AtlasToken    *token,
            AtlasTokenKind kind,
            GError       **error)
{
  step (lexer);
  if (!is_word_part (g_utf8_get_char (lexer->at)))
    return _atlas_filter_fail (error, ATLAS_FILTER_ERROR_SYNTAX, token->position,
                               kind == ATLAS_TOKEN_GEOMETRY
                                 ? _("A name was expected after “@”, such as @view or @selection.")
                                 : _("A name was expected after “$”: $id, $length, $area, $x or $y."));
  token->kind = kind;
  read_word (lexer, token);
  return TRUE;
}

static gboolean
read_sign (AtlasLexer *lexer,
           AtlasToken *token,
           GError    **error)
{
  const gunichar c = peek (lexer);
  g_autofree char *message = NULL;
  char shown[8] = "";

  token->kind = ATLAS_TOKEN_SIGN;
  step (lexer);
  if (c == 0x2260 || c == 0x2264 || c == 0x2265)
    {
      g_strlcpy (token->sign, c == 0x2260 ? "!=" : c == 0x2264 ? "<=" : ">=", sizeof token->sign);
      return TRUE;
    }
  if (c < 0x80 && strchr ("(),+-*/%=", (int) c) != NULL)
    {
      token->sign[0] = (char) c;
      /* == is what programmers type. */
      if (c == '=' && peek (lexer) == '=')
        step (lexer);
      return TRUE;
    }
  if (c < 0x80 && strchr ("<>!|", (int) c) != NULL)
    {
      const gunichar next = peek (lexer);

      token->sign[0] = (char) c;
      if ((next == '=' && c != '|') || (c == '<' && next == '>') || (c == '|' && next == '|'))
        {
          token->sign[1] = (char) next;
          step (lexer);
        }
      if (g_str_equal (token->sign, "<>"))
        g_strlcpy (token->sign, "!=", sizeof token->sign);
      if (c == '<' || c == '>' || token->sign[1] != '\0')
        return TRUE;
    }
  shown[g_unichar_to_utf8 (g_unichar_isgraph (c) ? c : 0xfffd, shown)] = '\0';
  message = g_strdup_printf (_("“%s” has no meaning here. Texts stand in single quotes, field names with signs in double "
                               "quotes."), shown);
  return _atlas_filter_fail (error, ATLAS_FILTER_ERROR_SYNTAX, token->position, message);
}

gboolean
_atlas_filter_next_token (AtlasLexer *lexer,
                          AtlasToken *token,
                          GError    **error)
{
  gboolean good = TRUE;
  gunichar c;

  _atlas_filter_token_clear (token);
  while (g_unichar_isspace (peek (lexer)))
    step (lexer);
  token->position = lexer->position;
  token->begin = lexer->at;
  c = peek (lexer);
  if (c == 0)
    token->kind = ATLAS_TOKEN_END;
  else if (c == '\'' || c == '"')
    good = read_quoted (lexer, token, error);
  else if (is_digit (c) || (c == '.' && is_digit (plain (g_utf8_get_char (g_utf8_next_char (lexer->at))))))
    good = read_number (lexer, token, error);
  else if (c == '@' || c == '$')
    good = read_named (lexer, token, c == '@' ? ATLAS_TOKEN_GEOMETRY : ATLAS_TOKEN_VARIABLE, error);
  else if (is_word_start (c))
    {
      token->kind = ATLAS_TOKEN_WORD;
      read_word (lexer, token);
    }
  else
    good = read_sign (lexer, token, error);
  token->end = lexer->at;
  return good;
}
