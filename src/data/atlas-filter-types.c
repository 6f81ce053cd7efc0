/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the parts of an expression fit one another: conditions where conditions belong, numbers where numbers do, and
 * fields that are there.  Without a table a field may be anything.  Any thread. */

#include "data/atlas-filter-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_NAME 64
#define MAX_NEAR 3

static gboolean check (const AtlasNode  *node,
                       AtlasTable       *table,
                       AtlasFilterType  *type,
                       GError          **error);

/* -- names that are near ------------------------------------------------------------------------------------------ */

static char *
fold (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL);

  return normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup (name);
}

/* How many letters must be put in, taken out, changed or swapped with their neighbour (Damerau 1964, the restricted form). */
static guint
edits (const gunichar *a,
       gsize           n_a,
       const gunichar *b,
       gsize           n_b)
{
  guint rows[3][MAX_NAME + 1];
  guint *before = rows[0], *last = rows[1], *now = rows[2];

  for (gsize k = 0; k <= n_b; k++)
    last[k] = (guint) k;
  for (gsize i = 1; i <= n_a; i++)
    {
      guint *spare = before;

      now[0] = (guint) i;
      for (gsize k = 1; k <= n_b; k++)
        {
          now[k] = MIN (MIN (last[k], now[k - 1]) + 1, last[k - 1] + (a[i - 1] != b[k - 1]));
          if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
            now[k] = MIN (now[k], before[k - 2] + 1);
        }
      before = last;
      last = now;
      now = spare;
    }
  return last[n_b];
}

/* The smaller the nearer; G_MAXUINT when far. */
static guint
measure (const char *folded,
         const char *other)
{
  g_autofree char *folded_other = fold (other);
  g_autofree gunichar *a = NULL, *b = NULL;
  glong n_a = 0, n_b = 0;
  guint distance;

  a = g_utf8_to_ucs4_fast (folded, -1, &n_a);
  b = g_utf8_to_ucs4_fast (folded_other, -1, &n_b);
  if (n_a == 0 || n_b == 0 || n_a > MAX_NAME || n_b > MAX_NAME)
    return G_MAXUINT;
  distance = edits (a, (gsize) n_a, b, (gsize) n_b);
  if (distance <= MAX (1, (guint) n_a / 3) && distance < (guint) MAX (n_a, n_b))
    return distance;
  if (n_a >= 2 && n_b >= 2 && (strstr (folded_other, folded) != NULL || strstr (folded, folded_other) != NULL))
    return 100 + distance;
  return G_MAXUINT;
}

char *
_atlas_filter_suggest (const char        *name,
                       const char *const *names,
                       gsize              n)
{
  g_autofree char *folded = fold (name);
  const char *best[MAX_NEAR] = { NULL };
  guint distances[MAX_NEAR];
  guint n_best = 0;
  GString *text;

  for (gsize i = 0; i < n; i++)
    {
      const guint distance = measure (folded, names[i]);
      guint at = n_best;

      if (distance == G_MAXUINT)
        continue;
      while (at > 0 && distances[at - 1] > distance)
        at--;
      if (at == MAX_NEAR)
        continue;
      n_best = MIN (n_best + 1, MAX_NEAR);
      for (guint k = n_best - 1; k > at; k--)
        {
          best[k] = best[k - 1];
          distances[k] = distances[k - 1];
        }
      best[at] = names[i];
      distances[at] = distance;
    }
  if (n_best == 0)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < n_best; i++)
    /* Translators: between names of fields that were perhaps meant */
    g_string_append_printf (text, "%s“%s”", i > 0 ? C_("names", ", ") : "", best[i]);
  return g_string_free (text, FALSE);
}

int
_atlas_filter_find_field (AtlasTable *table,
                          const char *name)
{
  int found = atlas_table_find_field (table, name);
  g_autofree char *folded = NULL;

  if (found >= 0)
    return found;
  /* In another case or width, if that is clear. */
  folded = fold (name);
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      g_autofree char *other = fold (atlas_table_get_field_name (table, field));

      if (!g_str_equal (folded, other))
        continue;
      if (found >= 0)
        return -1;
      found = (int) field;
    }
  return found;
}

static gboolean
fail_field (const AtlasNode *node,
            AtlasTable      *table,
            GError         **error)
{
  const guint n = atlas_table_get_n_fields (table);
  g_autofree const char **names = g_new (const char *, n + 1);
  g_autofree char *near = NULL, *message = NULL;

  for (guint field = 0; field < n; field++)
    names[field] = atlas_table_get_field_name (table, field);
  near = _atlas_filter_suggest (node->text, names, n);
  if (near != NULL)
    message = g_strdup_printf (_("This layer has no field “%1$s”. Did you mean %2$s?"), node->text, near);
  else if (node->quoted)
    message = g_strdup_printf (_("This layer has no field “%s”. If it is a text, put it in single quotes (')."), node->text);
  else
    message = g_strdup_printf (_("This layer has no field “%s”."), node->text);
  return _atlas_filter_fail (error, ATLAS_FILTER_ERROR_FIELD, node->position, message);
}

/* -- types -------------------------------------------------------------------------------------------------------- */

static gboolean
fail_type (const AtlasNode *node,
           const char      *message,
           GError         **error)
{
  return _atlas_filter_fail (error, ATLAS_FILTER_ERROR_TYPE, node->position, message);
}

static gboolean
check_condition (const AtlasNode *node,
                 AtlasTable      *table,
                 GError         **error)
{
  AtlasFilterType type = 0;

  if (!check (node, table, &type, error))
    return FALSE;
  if (type & ATLAS_FILTER_BOOLEAN)
    return TRUE;
  return fail_type (node, _("Here a condition was expected, such as name = 'Text' or count > 5."), error);
}

static gboolean
check_number (const AtlasNode *node,
              AtlasTable      *table,
              GError         **error)
{
  AtlasFilterType type = 0;

  if (!check (node, table, &type, error))
    return FALSE;
  if (node->kind == ATLAS_NODE_TEXT && isnan (_atlas_filter_read_number (node->text, strlen (node->text))))
    return fail_type (node, _("Here a number was expected, not a text. Texts are joined with “||”."), error);
  if (type & (ATLAS_FILTER_NUMBER | ATLAS_FILTER_TEXT))
    return TRUE;
  return fail_type (node, _("Here a number was expected, not a condition."), error);
}

static gboolean
check_text (const AtlasNode *node,
            AtlasTable      *table,
            GError         **error)
{
  AtlasFilterType type = 0;

  if (!check (node, table, &type, error))
    return FALSE;
  if (type & (ATLAS_FILTER_NUMBER | ATLAS_FILTER_TEXT))
    return TRUE;
  return fail_type (node, _("Here a text was expected, not a condition."), error);
}

static gboolean
check_function (const AtlasNode *node,
                AtlasTable      *table,
                AtlasFilterType *type,
                GError         **error)
{
  const AtlasFilterFunctionInfo *info = &_atlas_filter_functions[node->function];
  AtlasFilterType all = 0;

  *type = info->result;
  for (guint i = 0; i < node->n_args && info->args != 0; i++)
    {
      const AtlasNode *arg = node->args[i];
      const gboolean number = info->args == ATLAS_FILTER_NUMBER || (node->function == ATLAS_FUNC_SUBSTR && i > 0);
      AtlasFilterType one = 0;

      if (node->function == ATLAS_FUNC_IF && i == 0)
        {
          if (!check_condition (arg, table, error))
            return FALSE;
          continue;
        }
      if (info->args != ATLAS_FILTER_ANY)
        {
          if (!(number ? check_number (arg, table, error) : check_text (arg, table, error)))
            return FALSE;
          continue;
        }
      if (!check (arg, table, &one, error))
        return FALSE;
      all |= one;
    }
  if (node->function == ATLAS_FUNC_IF || node->function == ATLAS_FUNC_COALESCE)
    *type = all;
  return TRUE;
}

static gboolean
check_field (const AtlasNode *node,
             AtlasTable      *table,
             AtlasFilterType *type,
             GError         **error)
{
  int field;

  *type = ATLAS_FILTER_ANY;
  if (table == NULL)
    return TRUE;
  field = _atlas_filter_find_field (table, node->text);
  if (field < 0)
    return fail_field (node, table, error);
  switch (atlas_table_get_field_type (table, (guint) field))
    {
    case ATLAS_FIELD_INTEGER:
    case ATLAS_FIELD_REAL:
      *type = ATLAS_FILTER_NUMBER;
      break;
    case ATLAS_FIELD_BOOLEAN:
      *type = ATLAS_FILTER_BOOLEAN;
      break;
    case ATLAS_FIELD_STRING:
    case ATLAS_FIELD_DATE:
    case ATLAS_FIELD_TIME:
    case ATLAS_FIELD_DATETIME:
    case ATLAS_FIELD_LIST:
    case ATLAS_FIELD_JSON:
    default:
      *type = ATLAS_FILTER_TEXT;
      break;
    }
  return TRUE;
}

/* Checks each part with @one. */
static gboolean
check_args (const AtlasNode *node,
            AtlasTable      *table,
            gboolean       (*one) (const AtlasNode *, AtlasTable *, GError **),
            GError         **error)
{
  for (guint i = 0; i < node->n_args; i++)
    {
      AtlasFilterType type;

      if (!(one != NULL ? one (node->args[i], table, error) : check (node->args[i], table, &type, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check (const AtlasNode *node,
       AtlasTable      *table,
       AtlasFilterType *type,
       GError         **error)
{
  *type = ATLAS_FILTER_BOOLEAN;
  if (node->kind == ATLAS_NODE_FIELD)
    return check_field (node, table, type, error);
  if (node->kind == ATLAS_NODE_FUNCTION)
    return check_function (node, table, type, error);
  if (node->kind == ATLAS_NODE_NULL)
    *type = ATLAS_FILTER_ANY;
  if (node->kind == ATLAS_NODE_TEXT || node->kind == ATLAS_NODE_ID || node->kind == ATLAS_NODE_CONCAT)
    *type = ATLAS_FILTER_TEXT;
  if (node->kind == ATLAS_NODE_NUMBER || (node->kind >= ATLAS_NODE_LENGTH && node->kind <= ATLAS_NODE_REMAINDER))
    *type = ATLAS_FILTER_NUMBER;
  if (node->kind >= ATLAS_NODE_NEGATE && node->kind <= ATLAS_NODE_REMAINDER)
    return check_args (node, table, check_number, error);
  if (node->kind == ATLAS_NODE_LIKE || node->kind == ATLAS_NODE_ILIKE)
    return check_args (node, table, check_text, error);
  if (node->kind == ATLAS_NODE_OR || node->kind == ATLAS_NODE_NOT || (node->kind == ATLAS_NODE_AND && !node->is_integer))
    return check_args (node, table, check_condition, error);
  return check_args (node, table, NULL, error);
}

gboolean
_atlas_filter_check_types (AtlasNode  *node,
                           AtlasTable *table,
                           GError    **error)
{
  return check_condition (node, table, error);
}
