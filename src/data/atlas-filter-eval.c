/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a bound expression is for a feature: true, false or unknown, as in SQL; the values on the way.  Nothing is allocated
 * but for texts that are made and do not fit a little room on the stack.  One AtlasEval a thread. */

#include "data/atlas-filter-private.h"

#include <math.h>
#include <string.h>

static const AtlasValue NOTHING = { ATLAS_VALUE_NULL, 0, { 0 } };

void
_atlas_eval_init (AtlasEval          *eval,
                  AtlasFilterMatcher *matcher)
{
  eval->matcher = matcher;
  eval->table = matcher->table;
  eval->feature = 0;
  eval->kit = NULL;
  eval->scratch.used = 0;
  eval->scratch.more = NULL;
}

static void
reset_scratch (AtlasScratch *scratch)
{
  scratch->used = 0;
  if (scratch->more != NULL)
    g_slist_free_full (g_steal_pointer (&scratch->more), g_free);
}

void
_atlas_eval_clear (AtlasEval *eval)
{
  if (eval->kit != NULL)
    _atlas_geometry_kit_give_back (eval->matcher, eval->kit);
  eval->kit = NULL;
  reset_scratch (&eval->scratch);
}

char *
_atlas_scratch_alloc (AtlasScratch *scratch,
                      gsize         size)
{
  char *room;

  if (size <= sizeof scratch->first - scratch->used)
    {
      room = scratch->first + scratch->used;
      scratch->used += size;
      return room;
    }
  room = g_malloc (size);
  scratch->more = g_slist_prepend (scratch->more, room);
  return room;
}

static AtlasValue
make_number (double number)
{
  /* What is no number is nothing. */
  if (!isfinite (number))
    return NOTHING;
  return (AtlasValue) { ATLAS_VALUE_NUMBER, 0, { .number = number } };
}

static AtlasValue
make_truth (int truth)
{
  if (truth == ATLAS_UNKNOWN)
    return NOTHING;
  return (AtlasValue) { ATLAS_VALUE_BOOLEAN, 0, { .number = truth } };
}

double
_atlas_filter_read_number (const char *text,
                           gsize       length)
{
  char *end = NULL;
  double number;

  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0 || length > 400)
    return NAN;
  /* Neither hexadecimals nor "infinity". */
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && strchr ("+-.eE", text[i]) == NULL)
      return NAN;
  number = g_ascii_strtod (text, &end);
  return end == text + length && isfinite (number) ? number : NAN;
}

gsize
_atlas_filter_number_text (double number,
                           char   buffer[G_ASCII_DTOSTR_BUF_SIZE])
{
  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, G_ASCII_DTOSTR_BUF_SIZE, format, number == 0 ? 0 : number);
      if (g_ascii_strtod (buffer, NULL) == number)
        break;
    }
  return strlen (buffer);
}

static AtlasValue
field_value (AtlasEval        *eval,
             const AtlasBound *bound)
{
  AtlasValue value = { ATLAS_VALUE_TEXT, 0, { 0 } };

  switch (bound->type)
    {
    case ATLAS_FIELD_INTEGER:
    case ATLAS_FIELD_REAL:
      return make_number (atlas_table_get_number (eval->table, bound->field, eval->feature));
    case ATLAS_FIELD_BOOLEAN:
      if (atlas_table_is_null (eval->table, bound->field, eval->feature))
        return NOTHING;
      return make_truth (atlas_table_get_integer (eval->table, bound->field, eval->feature) != 0);
    case ATLAS_FIELD_STRING:
    case ATLAS_FIELD_DATE:
    case ATLAS_FIELD_TIME:
    case ATLAS_FIELD_DATETIME:
    case ATLAS_FIELD_LIST:
    case ATLAS_FIELD_JSON:
    default:
      value.as.text = atlas_table_get_text (eval->table, bound->field, eval->feature, &value.length);
      return value.as.text != NULL ? value : NOTHING;
    }
}

AtlasValue
_atlas_eval_text (AtlasEval        *eval,
                  const AtlasBound *bound)
{
  AtlasValue value = _atlas_eval_value (eval, bound);
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *source = buffer;
  char *room;

  if (value.kind == ATLAS_VALUE_NULL || value.kind == ATLAS_VALUE_TEXT)
    return value;
  if (value.kind == ATLAS_VALUE_BOOLEAN)
    source = value.as.number != 0 ? "true" : "false";
  else if (bound->kind == ATLAS_NODE_FIELD && bound->type == ATLAS_FIELD_INTEGER)
    g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT,
                atlas_table_get_integer (eval->table, bound->field, eval->feature));
  else
    _atlas_filter_number_text (value.as.number, buffer);
  value.kind = ATLAS_VALUE_TEXT;
  value.length = strlen (source);
  room = _atlas_scratch_alloc (&eval->scratch, value.length + 1);
  memcpy (room, source, value.length + 1);
  value.as.text = room;
  return value;
}

static double
number_of (const AtlasValue *value)
{
  if (value->kind == ATLAS_VALUE_TEXT)
    return _atlas_filter_read_number (value->as.text, value->length);
  return value->kind == ATLAS_VALUE_NULL ? NAN : value->as.number;
}

double
_atlas_eval_number (AtlasEval        *eval,
                    const AtlasBound *bound)
{
  const AtlasValue value = _atlas_eval_value (eval, bound);

  return number_of (&value);
}

/* -- comparisons -------------------------------------------------------------------------------------------------- */

static int
order_holds (AtlasNodeKind op,
             int           order)
{
  switch ((int) op)
    {
    case ATLAS_NODE_EQUAL: return order == 0;
    case ATLAS_NODE_NOT_EQUAL: return order != 0;
    case ATLAS_NODE_LESS: return order < 0;
    case ATLAS_NODE_LESS_EQUAL: return order <= 0;
    case ATLAS_NODE_GREATER: return order > 0;
    default: return order >= 0;
    }
}

static int
compare_texts (const AtlasValue *a,
               const AtlasValue *b)
{
  const int order = memcmp (a->as.text, b->as.text, MIN (a->length, b->length));

  return order != 0 ? order : a->length < b->length ? -1 : a->length > b->length;
}

static double
boolean_of (const AtlasValue *text)
{
  if (g_ascii_strcasecmp (text->as.text, "true") == 0)
    return 1;
  return g_ascii_strcasecmp (text->as.text, "false") == 0 ? 0 : number_of (text);
}

int
_atlas_filter_compare (AtlasNodeKind     op,
                       const AtlasValue *a,
                       const AtlasValue *b)
{
  double x, y;

  if (a->kind == ATLAS_VALUE_NULL || b->kind == ATLAS_VALUE_NULL)
    return ATLAS_UNKNOWN;
  if (a->kind == ATLAS_VALUE_TEXT && b->kind == ATLAS_VALUE_TEXT)
    return order_holds (op, compare_texts (a, b));
  x = a->kind == ATLAS_VALUE_TEXT && b->kind == ATLAS_VALUE_BOOLEAN ? boolean_of (a) : number_of (a);
  y = b->kind == ATLAS_VALUE_TEXT && a->kind == ATLAS_VALUE_BOOLEAN ? boolean_of (b) : number_of (b);
  /* A text that is no number is another than any number, and neither more nor less. */
  if (isnan (x) || isnan (y))
    return op == ATLAS_NODE_EQUAL ? ATLAS_FALSE : op == ATLAS_NODE_NOT_EQUAL ? ATLAS_TRUE : ATLAS_UNKNOWN;
  return order_holds (op, x < y ? -1 : x > y);
}

static int
text_is (AtlasEval        *eval,
         const AtlasBound *bound)
{
  const guint32 id = atlas_table_get_text_id (eval->table, bound->field, eval->feature);

  if (id == G_MAXUINT32)
    return ATLAS_UNKNOWN;
  return (id == bound->id) == (bound->op == ATLAS_NODE_EQUAL);
}

static int
text_in (AtlasEval        *eval,
         const AtlasBound *bound)
{
  const guint32 id = atlas_table_get_text_id (eval->table, bound->field, eval->feature);
  guint low = 0, high = bound->n_ids;

  if (id == G_MAXUINT32)
    return ATLAS_UNKNOWN;
  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (bound->ids[middle] == id)
        return ATLAS_TRUE;
      if (bound->ids[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }
  return bound->has_null ? ATLAS_UNKNOWN : ATLAS_FALSE;
}

static int
integer_in (AtlasEval        *eval,
            const AtlasBound *bound)
{
  gint64 number;
  guint low = 0, high = bound->n_ids;

  if (atlas_table_is_null (eval->table, bound->field, eval->feature))
    return ATLAS_UNKNOWN;
  number = atlas_table_get_integer (eval->table, bound->field, eval->feature);
  while (low < high)
    {
      const guint middle = (low + high) / 2;

      if (bound->integers[middle] == number)
        return ATLAS_TRUE;
      if (bound->integers[middle] < number)
        low = middle + 1;
      else
        high = middle;
    }
  return ATLAS_FALSE;
}

static int
number_cmp (AtlasEval        *eval,
            const AtlasBound *bound)
{
  const double x = atlas_table_get_number (eval->table, bound->field, eval->feature), y = bound->value.as.number;

  /* Only finite numbers are any. */
  if (!isfinite (x))
    return ATLAS_UNKNOWN;
  return order_holds (bound->op, x < y ? -1 : x > y);
}

static int
integer_cmp (AtlasEval        *eval,
             const AtlasBound *bound)
{
  const gint64 x = atlas_table_get_integer (eval->table, bound->field, eval->feature), y = bound->integer;

  /* Null reads as 0. */
  if (x == 0 && atlas_table_is_null (eval->table, bound->field, eval->feature))
    return ATLAS_UNKNOWN;
  return order_holds (bound->op, x < y ? -1 : x > y);
}

static int
compare (AtlasEval        *eval,
         const AtlasBound *bound)
{
  const AtlasValue a = _atlas_eval_value (eval, bound->args[0]);
  AtlasValue b;

  if (a.kind == ATLAS_VALUE_NULL)
    return ATLAS_UNKNOWN;
  b = _atlas_eval_value (eval, bound->args[1]);
  return _atlas_filter_compare (bound->kind, &a, &b);
}

static int
in (AtlasEval        *eval,
    const AtlasBound *bound)
{
  const AtlasValue value = _atlas_eval_value (eval, bound->args[0]);
  int result = ATLAS_FALSE;

  if (value.kind == ATLAS_VALUE_NULL)
    return ATLAS_UNKNOWN;
  for (guint i = 1; i < bound->n_args; i++)
    {
      const AtlasValue other = _atlas_eval_value (eval, bound->args[i]);
      const int equal = _atlas_filter_compare (ATLAS_NODE_EQUAL, &value, &other);

      if (equal == ATLAS_TRUE)
        return ATLAS_TRUE;
      if (equal == ATLAS_UNKNOWN)
        result = ATLAS_UNKNOWN;
    }
  return result;
}

static int
like (AtlasEval        *eval,
      const AtlasBound *bound)
{
  const AtlasValue text = _atlas_eval_text (eval, bound->args[0]);
  AtlasValue pattern;
  gunichar *compiled;
  gsize n;

  if (text.kind == ATLAS_VALUE_NULL)
    return ATLAS_UNKNOWN;
  pattern = _atlas_eval_text (eval, bound->args[1]);
  if (pattern.kind == ATLAS_VALUE_NULL)
    return ATLAS_UNKNOWN;
  compiled = g_new (gunichar, pattern.length + 1);
  n = _atlas_pattern_compile (pattern.as.text, pattern.length, bound->fold, compiled);
  n = (gsize) _atlas_pattern_match (compiled, n, bound->fold, text.as.text, text.length);
  g_free (compiled);
  return n != 0;
}

/* A text against what "like" was made of when it was bound. */
static int
match (AtlasEval        *eval,
       const AtlasBound *bound)
{
  const AtlasValue text = _atlas_eval_text (eval, bound->args[0]);
  gsize length;

  if (text.kind == ATLAS_VALUE_NULL)
    return ATLAS_UNKNOWN;
  if (bound->kind == ATLAS_NODE_PATTERN)
    return _atlas_pattern_match (bound->pattern, bound->n_pattern, bound->fold, text.as.text, text.length);
  length = strlen (bound->text);
  if (length > text.length)
    return ATLAS_FALSE;
  if (bound->kind == ATLAS_NODE_STARTS)
    return memcmp (text.as.text, bound->text, length) == 0;
  if (bound->kind == ATLAS_NODE_ENDS)
    return memcmp (text.as.text + text.length - length, bound->text, length) == 0;
  return _atlas_bytes_find (text.as.text, text.length, bound->text, length) != NULL;
}

/* -- logic -------------------------------------------------------------------------------------------------------- */

static int
chain (AtlasEval        *eval,
       const AtlasBound *bound)
{
  const int decisive = bound->kind == ATLAS_NODE_OR ? ATLAS_TRUE : ATLAS_FALSE;
  int result = decisive == ATLAS_TRUE ? ATLAS_FALSE : ATLAS_TRUE;

  for (guint i = 0; i < bound->n_args; i++)
    {
      const int one = _atlas_eval_truth (eval, bound->args[i]);

      if (one == decisive)
        return decisive;
      if (one == ATLAS_UNKNOWN)
        result = ATLAS_UNKNOWN;
    }
  return result;
}

static int
truth_of (const AtlasValue *value)
{
  switch (value->kind)
    {
    case ATLAS_VALUE_BOOLEAN:
    case ATLAS_VALUE_NUMBER:
      return value->as.number != 0;
    case ATLAS_VALUE_TEXT:
      return g_ascii_strcasecmp (value->as.text, "true") == 0;
    case ATLAS_VALUE_NULL:
    default:
      return ATLAS_UNKNOWN;
    }
}

int
_atlas_eval_truth (AtlasEval        *eval,
                   const AtlasBound *bound)
{
  AtlasValue value;

  if (bound->is_constant)
    return truth_of (&bound->value);
  /* Texts that were made for the feature before are done with. */
  if (bound == eval->matcher->root)
    reset_scratch (&eval->scratch);
  switch ((int) bound->kind)
    {
    case ATLAS_NODE_TEXT_IS:
      return text_is (eval, bound);
    case ATLAS_NODE_TEXT_IN:
      return text_in (eval, bound);
    case ATLAS_NODE_NUMBER_CMP:
      return number_cmp (eval, bound);
    case ATLAS_NODE_INTEGER_CMP:
      return integer_cmp (eval, bound);
    case ATLAS_NODE_INTEGER_IN:
      return integer_in (eval, bound);
    case ATLAS_NODE_AND:
    case ATLAS_NODE_OR:
      return chain (eval, bound);
    case ATLAS_NODE_NOT:
      {
        const int truth = _atlas_eval_truth (eval, bound->args[0]);

        return truth == ATLAS_UNKNOWN ? ATLAS_UNKNOWN : !truth;
      }
    case ATLAS_NODE_EQUAL:
    case ATLAS_NODE_NOT_EQUAL:
    case ATLAS_NODE_LESS:
    case ATLAS_NODE_LESS_EQUAL:
    case ATLAS_NODE_GREATER:
    case ATLAS_NODE_GREATER_EQUAL:
      return compare (eval, bound);
    case ATLAS_NODE_IN:
      return in (eval, bound);
    case ATLAS_NODE_LIKE:
    case ATLAS_NODE_ILIKE:
      return like (eval, bound);
    case ATLAS_NODE_CONTAINS:
    case ATLAS_NODE_STARTS:
    case ATLAS_NODE_ENDS:
    case ATLAS_NODE_PATTERN:
      return match (eval, bound);
    case ATLAS_NODE_IS_NULL:
      return _atlas_eval_value (eval, bound->args[0]).kind == ATLAS_VALUE_NULL;
    default:
      value = _atlas_eval_value (eval, bound);
      return truth_of (&value);
    }
}

/* -- values ------------------------------------------------------------------------------------------------------- */

static AtlasValue
calculate (AtlasEval        *eval,
           const AtlasBound *bound)
{
  const double a = _atlas_eval_number (eval, bound->args[0]);
  double b;

  if (isnan (a))
    return NOTHING;
  if (bound->n_args == 1)
    return make_number (bound->kind == ATLAS_NODE_NEGATE ? -a : a);
  b = _atlas_eval_number (eval, bound->args[1]);
  switch ((int) bound->kind)
    {
    case ATLAS_NODE_ADD:
      return make_number (a + b);
    case ATLAS_NODE_SUBTRACT:
      return make_number (a - b);
    case ATLAS_NODE_MULTIPLY:
      return make_number (a * b);
    case ATLAS_NODE_DIVIDE:
      return make_number (b != 0 ? a / b : NAN);
    default:
      return make_number (b != 0 ? fmod (a, b) : NAN);
    }
}

static AtlasValue
concat (AtlasEval        *eval,
        const AtlasBound *bound)
{
  const AtlasValue a = _atlas_eval_text (eval, bound->args[0]);
  AtlasValue b, result = { ATLAS_VALUE_TEXT, 0, { 0 } };
  char *room;

  if (a.kind == ATLAS_VALUE_NULL)
    return a;
  b = _atlas_eval_text (eval, bound->args[1]);
  if (b.kind == ATLAS_VALUE_NULL)
    return b;
  result.length = a.length + b.length;
  room = _atlas_scratch_alloc (&eval->scratch, result.length + 1);
  memcpy (room, a.as.text, a.length);
  memcpy (room + a.length, b.as.text, b.length);
  room[result.length] = '\0';
  result.as.text = room;
  return result;
}

AtlasValue
_atlas_eval_value (AtlasEval        *eval,
                   const AtlasBound *bound)
{
  AtlasValue value = { ATLAS_VALUE_TEXT, 0, { 0 } };

  if (bound->is_constant)
    return bound->value;
  switch ((int) bound->kind)
    {
    case ATLAS_NODE_FIELD:
      return field_value (eval, bound);
    case ATLAS_NODE_ID:
      value.as.text = atlas_table_get_id (eval->table, eval->feature);
      value.length = value.as.text != NULL ? strlen (value.as.text) : 0;
      return value.as.text != NULL ? value : NOTHING;
    case ATLAS_NODE_LENGTH:
    case ATLAS_NODE_AREA:
    case ATLAS_NODE_X:
    case ATLAS_NODE_Y:
      return _atlas_eval_measure (eval, bound->kind);
    case ATLAS_NODE_NEGATE:
    case ATLAS_NODE_ADD:
    case ATLAS_NODE_SUBTRACT:
    case ATLAS_NODE_MULTIPLY:
    case ATLAS_NODE_DIVIDE:
    case ATLAS_NODE_REMAINDER:
      return calculate (eval, bound);
    case ATLAS_NODE_CONCAT:
      return concat (eval, bound);
    case ATLAS_NODE_FUNCTION:
      return bound->function >= ATLAS_FUNC_WITHIN ? _atlas_eval_place (eval, bound) : _atlas_eval_function (eval, bound);
    default:
      return make_truth (_atlas_eval_truth (eval, bound));
    }
}
