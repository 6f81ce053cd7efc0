/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a filter: from choices to an expression and, where it is simple enough, back.  What comes back must mean exactly the
 * same, so a text compared with a number field, or a number with a text field, is no row.  Any thread. */

#include "data/atlas-filter-rows.h"

#include <math.h>
#include <string.h>

#include "data/atlas-filter-private.h"

/* What stands between the values of "one of". */
#define SEPARATORS "、,，"
#define BETWEEN_VALUES "、"

AtlasFilterRow *
atlas_filter_row_new (const char       *field,
                      const char       *place,
                      AtlasFilterRowOp  op,
                      const char       *value)
{
  AtlasFilterRow *self = g_new0 (AtlasFilterRow, 1);

  self->field = g_strdup (field);
  self->place = g_strdup (place);
  self->op = op;
  self->value = g_strdup (value);
  return self;
}

void
atlas_filter_row_free (AtlasFilterRow *self)
{
  g_free (self->field);
  g_free (self->place);
  g_free (self->value);
  g_free (self);
}

gboolean
atlas_filter_row_op_has_value (AtlasFilterRowOp op)
{
  return op != ATLAS_FILTER_ROW_EMPTY && op != ATLAS_FILTER_ROW_NOT_EMPTY && op != ATLAS_FILTER_ROW_MEETS
         && op != ATLAS_FILTER_ROW_WITHIN;
}

static gboolean
is_number_type (AtlasFieldType type)
{
  return type == ATLAS_FIELD_INTEGER || type == ATLAS_FIELD_REAL;
}

/* To text. */

/* A value as the type of the field wants it; what is no number stays a text, and the filter says what it thinks of it. */
static char *
write_value (const char     *value,
             AtlasFieldType  type)
{
  g_autofree char *plain = g_strstrip (g_strdup (value));

  if (is_number_type (type) && !isnan (_atlas_filter_read_number (plain, strlen (plain))))
    return g_steal_pointer (&plain);
  if (type == ATLAS_FIELD_BOOLEAN && (g_str_equal (plain, "true") || g_str_equal (plain, "false")))
    return g_steal_pointer (&plain);
  return atlas_filter_quote_text (value);
}

static GPtrArray *
split (const char *value)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  const char *begin = value;

  for (const char *at = value;; at = g_utf8_next_char (at))
    if (*at == '\0' || g_utf8_strchr (SEPARATORS, -1, g_utf8_get_char (at)) != NULL)
      {
        char *part = g_strstrip (g_strndup (begin, (gsize) (at - begin)));

        if (*part != '\0')
          g_ptr_array_add (parts, part);
        else
          g_free (part);
        if (*at == '\0')
          return parts;
        begin = g_utf8_next_char (at);
      }
}

static char *
write_place (const AtlasFilterRow *row)
{
  char metres[G_ASCII_DTOSTR_BUF_SIZE];
  double km;

  if (row->op != ATLAS_FILTER_ROW_NEAR)
    return g_strdup_printf ("%s(@%s)", row->op == ATLAS_FILTER_ROW_WITHIN ? "within" : "intersects", row->place);
  km = row->value != NULL ? _atlas_filter_read_number (row->value, strlen (row->value)) : NAN;
  if (isnan (km))
    return NULL;
  /* Through the shortest decimal, so that 0.07 km are 70 m. */
  g_ascii_formatd (metres, sizeof metres, "%.10g", km * 1000);
  return g_strdup_printf ("distance(@%s) <= %s", row->place, metres);
}

static char *
write_list (const char     *field,
            const char     *value,
            AtlasFieldType  type)
{
  g_autoptr (GPtrArray) parts = split (value);
  GString *text;

  if (parts->len == 0)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < parts->len; i++)
    {
      g_autofree char *written = write_value (g_ptr_array_index (parts, i), type);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", written);
    }
  g_string_prepend (text, " in (");
  g_string_prepend (text, field);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static char *
write_row (const AtlasFilterRow *row,
           AtlasTable           *table)
{
  static const char *const signs[] = { "=", "!=", "<", "<=", ">", ">=" };
  const int number = row->field != NULL ? atlas_table_find_field (table, row->field) : -1;
  const AtlasFieldType type = number >= 0 ? atlas_table_get_field_type (table, (guint) number) : ATLAS_FIELD_STRING;
  g_autofree char *field = row->field != NULL ? atlas_filter_quote_field (row->field) : NULL, *value = NULL;

  if (row->field == NULL)
    return row->place != NULL ? write_place (row) : NULL;
  if (row->op == ATLAS_FILTER_ROW_EMPTY || row->op == ATLAS_FILTER_ROW_NOT_EMPTY)
    return g_strdup_printf ("%s is %snull", field, row->op == ATLAS_FILTER_ROW_EMPTY ? "" : "not ");
  if (row->value == NULL || *row->value == '\0')
    return NULL;
  switch (row->op)
    {
    case ATLAS_FILTER_ROW_ONE_OF:
      return write_list (field, row->value, type);
    case ATLAS_FILTER_ROW_CONTAINS:
    case ATLAS_FILTER_ROW_CONTAINS_NOT:
    case ATLAS_FILTER_ROW_BEGINS:
      value = atlas_filter_quote_text (row->value);
      return g_strdup_printf ("%s%s(%s, %s)", row->op == ATLAS_FILTER_ROW_CONTAINS_NOT ? "not " : "",
                              row->op == ATLAS_FILTER_ROW_BEGINS ? "starts_with" : "contains", field, value);
    default:
      value = write_value (row->value, type);
      return g_strdup_printf ("%s %s %s", field, signs[row->op], value);
    }
}

char *
atlas_filter_rows_to_text (GPtrArray  *rows,
                           gboolean    any,
                           AtlasTable *table)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *row = write_row (g_ptr_array_index (rows, i), table);

      if (row != NULL)
        g_string_append_printf (text, "%s%s", text->len == 0 ? "" : any ? " or " : " and ", row);
    }
  return g_string_free (text, FALSE);
}

/* And back. */

/* The value that a node writes, if it is one that the field's type is compared with as it stands.  Returns: (transfer full) (nullable) */
static char *
read_value (const AtlasNode *node,
            AtlasFieldType   type)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const AtlasNode *plain = node->kind == ATLAS_NODE_NEGATE ? node->args[0] : node;

  if (node->kind == ATLAS_NODE_TEXT)
    return is_number_type (type) || type == ATLAS_FIELD_BOOLEAN || *node->text == '\0' ? NULL : g_strdup (node->text);
  if (node->kind == ATLAS_NODE_BOOLEAN)
    return type == ATLAS_FIELD_BOOLEAN ? g_strdup (node->integer != 0 ? "true" : "false") : NULL;
  if (plain->kind != ATLAS_NODE_NUMBER || !is_number_type (type))
    return NULL;
  if (plain->is_integer)
    return g_strdup_printf ("%s%" G_GINT64_FORMAT, plain == node ? "" : "-", plain->integer);
  _atlas_filter_number_text (plain == node ? plain->number : -plain->number, number);
  return g_strdup (number);
}

static int
find (const AtlasNode *node,
      AtlasTable      *table)
{
  return node->kind == ATLAS_NODE_FIELD ? _atlas_filter_find_field (table, node->text) : -1;
}

static AtlasFilterRow *
make_row (AtlasTable       *table,
          int               field,
          AtlasFilterRowOp  op,
          const char       *value)
{
  return atlas_filter_row_new (atlas_table_get_field_name (table, (guint) field), NULL, op, value);
}

static AtlasFilterRow *
read_list (const AtlasNode *node,
           AtlasTable      *table)
{
  const int field = find (node->args[0], table);
  g_autoptr (GString) list = g_string_new (NULL);

  if (field < 0)
    return NULL;
  for (guint i = 1; i < node->n_args; i++)
    {
      g_autofree char *value = read_value (node->args[i], atlas_table_get_field_type (table, (guint) field));
      g_autoptr (GPtrArray) parts = value != NULL ? split (value) : NULL;

      if (parts == NULL || parts->len != 1 || !g_str_equal (g_ptr_array_index (parts, 0), value))
        return NULL;
      g_string_append_printf (list, "%s%s", i > 1 ? BETWEEN_VALUES : "", value);
    }
  return make_row (table, field, ATLAS_FILTER_ROW_ONE_OF, list->str);
}

/* @name when it is one of those that a row may say. */
static const char *
get_place (const AtlasNode *node)
{
  static const char *const places[] = { "view", "shape", "selection" };

  if (node->kind == ATLAS_NODE_FUNCTION && node->n_args == 1 && node->args[0]->kind == ATLAS_NODE_GEOMETRY
      && node->args[0]->geometry == ATLAS_NODE_TEXT)
    for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
      if (g_str_equal (places[i], node->args[0]->text))
        return places[i];
  return NULL;
}

static AtlasFilterRow *
read_comparison (const AtlasNode *node,
                 AtlasTable      *table)
{
  const AtlasFilterRowOp op = (AtlasFilterRowOp) (ATLAS_FILTER_ROW_IS + (node->kind - ATLAS_NODE_EQUAL));
  const char *place = get_place (node->args[0]);
  const int field = find (node->args[0], table);
  g_autofree char *value = NULL;

  if (place != NULL && node->args[0]->function == ATLAS_FUNC_DISTANCE && op == ATLAS_FILTER_ROW_AT_MOST
      && node->args[1]->kind == ATLAS_NODE_NUMBER)
    {
      char km[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (km, sizeof km, "%.10g", node->args[1]->number / 1000);
      return atlas_filter_row_new (NULL, place, ATLAS_FILTER_ROW_NEAR, km);
    }
  if (field < 0)
    return NULL;
  value = read_value (node->args[1], atlas_table_get_field_type (table, (guint) field));
  return value != NULL ? make_row (table, field, op, value) : NULL;
}

static AtlasFilterRow *
read_function (const AtlasNode *node,
               AtlasTable      *table)
{
  const char *place = get_place (node);
  int field;

  if (place != NULL && (node->function == ATLAS_FUNC_WITHIN || node->function == ATLAS_FUNC_INTERSECTS))
    return atlas_filter_row_new (NULL, place,
                                 node->function == ATLAS_FUNC_WITHIN ? ATLAS_FILTER_ROW_WITHIN : ATLAS_FILTER_ROW_MEETS, NULL);
  if ((node->function != ATLAS_FUNC_CONTAINS && node->function != ATLAS_FUNC_STARTS_WITH)
      || node->args[1]->kind != ATLAS_NODE_TEXT || *node->args[1]->text == '\0')
    return NULL;
  field = find (node->args[0], table);
  if (field < 0)
    return NULL;
  return make_row (table, field, node->function == ATLAS_FUNC_CONTAINS ? ATLAS_FILTER_ROW_CONTAINS : ATLAS_FILTER_ROW_BEGINS,
                   node->args[1]->text);
}

static AtlasFilterRow *
read_row (const AtlasNode *node,
          AtlasTable      *table)
{
  AtlasFilterRow *row = NULL;
  int field;

  switch (node->kind)
    {
    case ATLAS_NODE_EQUAL:
    case ATLAS_NODE_NOT_EQUAL:
    case ATLAS_NODE_LESS:
    case ATLAS_NODE_LESS_EQUAL:
    case ATLAS_NODE_GREATER:
    case ATLAS_NODE_GREATER_EQUAL:
      return read_comparison (node, table);
    case ATLAS_NODE_IN:
      return read_list (node, table);
    case ATLAS_NODE_FUNCTION:
      return read_function (node, table);
    case ATLAS_NODE_IS_NULL:
      field = find (node->args[0], table);
      return field >= 0 ? make_row (table, field, ATLAS_FILTER_ROW_EMPTY, NULL) : NULL;
    case ATLAS_NODE_NOT:
      row = read_row (node->args[0], table);
      if (row != NULL && row->op == ATLAS_FILTER_ROW_EMPTY)
        row->op = ATLAS_FILTER_ROW_NOT_EMPTY;
      else if (row != NULL && row->op == ATLAS_FILTER_ROW_CONTAINS)
        row->op = ATLAS_FILTER_ROW_CONTAINS_NOT;
      else
        g_clear_pointer (&row, atlas_filter_row_free);
      return row;
    default:
      return NULL;
    }
}

static gboolean
read_all (const AtlasNode *node,
          AtlasNodeKind    kind,
          AtlasTable      *table,
          GPtrArray       *rows)
{
  AtlasFilterRow *row;

  if (node->kind == kind && !node->is_integer)
    {
      for (guint i = 0; i < node->n_args; i++)
        if (!read_all (node->args[i], kind, table, rows))
          return FALSE;
      return TRUE;
    }
  row = read_row (node, table);
  if (row != NULL)
    g_ptr_array_add (rows, row);
  return row != NULL;
}

GPtrArray *
atlas_filter_rows_parse (AtlasFilter *filter,
                         AtlasTable  *table,
                         gboolean    *any)
{
  const AtlasNode *tree = _atlas_filter_get_tree (filter);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_filter_row_free);

  *any = tree->kind == ATLAS_NODE_OR;
  if (!read_all (tree, *any ? ATLAS_NODE_OR : ATLAS_NODE_AND, table, rows))
    return NULL;
  return g_steal_pointer (&rows);
}
