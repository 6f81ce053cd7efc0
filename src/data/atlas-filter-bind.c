/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasFilterMatcher: an expression bound to a table.  Fields become numbers, texts that are compared with become text ids,
 * what is always the same is computed once, and the box outside of which nothing can be true is found for the index.
 * Owner: whoever holds a reference.  Immutable but for the kits that wait for work, which a lock guards: any thread. */

#include "data/atlas-filter-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-parallel.h"

/* Features of a job: a multiple of 64, so that no two jobs write to one word. */
#define CHUNK 16384u

typedef struct
{
  AtlasFilterMatcher *matcher;
  AtlasFilterContext *context;
} Binder;

static AtlasBound *bind_node (Binder          *binder,
                              const AtlasNode *node);

static void
bound_free (gpointer data)
{
  AtlasBound *self = data;

  g_free (self->args);
  g_free (self->ids);
  g_free (self->integers);
  g_free (self->text);
  g_free (self->pattern);
  g_free (self);
}

static AtlasBound *
bound_new (Binder       *binder,
           AtlasNodeKind kind,
           guint         n_args)
{
  AtlasBound *bound = g_new0 (AtlasBound, 1);

  bound->kind = bound->op = kind;
  bound->n_args = n_args;
  bound->args = g_new0 (AtlasBound *, n_args);
  g_ptr_array_add (binder->matcher->bounds, bound);
  return bound;
}

static void
set_constant (AtlasBound *bound,
              AtlasValue  value)
{
  if (value.kind == ATLAS_VALUE_TEXT)
    {
      char *copy = g_malloc (value.length + 1);

      memcpy (copy, value.as.text, value.length);
      copy[value.length] = '\0';
      g_free (bound->text);
      bound->text = copy;
      value.as.text = copy;
    }
  bound->is_constant = TRUE;
  bound->value = value;
}

/* What depends on no feature is computed now. */
static AtlasBound *
fold (Binder     *binder,
      AtlasBound *bound)
{
  AtlasEval eval;

  if (bound->is_constant || bound->n_args == 0)
    return bound;
  for (guint i = 0; i < bound->n_args; i++)
    if (!bound->args[i]->is_constant)
      return bound;
  _atlas_eval_init (&eval, binder->matcher);
  set_constant (bound, _atlas_eval_value (&eval, bound));
  _atlas_eval_clear (&eval);
  return bound;
}

static gboolean
is_text_field (const AtlasBound *bound)
{
  return bound->kind == ATLAS_NODE_FIELD && bound->type != ATLAS_FIELD_INTEGER && bound->type != ATLAS_FIELD_REAL
         && bound->type != ATLAS_FIELD_BOOLEAN;
}

static AtlasBound *
bind_field (Binder          *binder,
            const AtlasNode *node)
{
  AtlasBound *bound = bound_new (binder, ATLAS_NODE_FIELD, 0);

  bound->field = (guint) _atlas_filter_find_field (binder->matcher->table, node->text);
  bound->type = atlas_table_get_field_type (binder->matcher->table, bound->field);
  return bound;
}

static AtlasBound *
bind_literal (Binder          *binder,
              const AtlasNode *node)
{
  AtlasBound *bound = bound_new (binder, node->kind, 0);
  AtlasValue value = { ATLAS_VALUE_NULL, 0, { 0 } };

  bound->type = ATLAS_FIELD_REAL;
  if (node->kind == ATLAS_NODE_TEXT)
    {
      value.kind = ATLAS_VALUE_TEXT;
      value.length = strlen (node->text);
      value.as.text = node->text;
    }
  else if (node->kind == ATLAS_NODE_BOOLEAN)
    {
      value.kind = ATLAS_VALUE_BOOLEAN;
      value.as.number = node->integer != 0;
    }
  else if (node->kind == ATLAS_NODE_NUMBER)
    {
      value.kind = ATLAS_VALUE_NUMBER;
      value.as.number = node->number;
      if (node->is_integer)
        {
          bound->type = ATLAS_FIELD_INTEGER;
          bound->integer = node->integer;
        }
    }
  set_constant (bound, value);
  return bound;
}

/* The comparison that holds of b and a when @op holds of a and b. */
static AtlasNodeKind
flip (AtlasNodeKind op)
{
  switch ((int) op)
    {
    case ATLAS_NODE_LESS: return ATLAS_NODE_GREATER;
    case ATLAS_NODE_LESS_EQUAL: return ATLAS_NODE_GREATER_EQUAL;
    case ATLAS_NODE_GREATER: return ATLAS_NODE_LESS;
    case ATLAS_NODE_GREATER_EQUAL: return ATLAS_NODE_LESS_EQUAL;
    default: return op;
    }
}

static AtlasBound *
bind_comparison (Binder       *binder,
                 AtlasNodeKind op,
                 AtlasBound   *a,
                 AtlasBound   *b)
{
  AtlasBound *bound = bound_new (binder, op, 2);
  const gboolean swap = a->is_constant && !b->is_constant;
  AtlasValue *constant;

  bound->op = bound->kind = swap ? flip (op) : op;
  bound->args[0] = swap ? b : a;
  bound->args[1] = swap ? a : b;
  a = bound->args[0];
  constant = &bound->args[1]->value;
  if (a->is_constant || !bound->args[1]->is_constant || a->kind != ATLAS_NODE_FIELD)
    return fold (binder, bound);

  bound->field = a->field;
  bound->type = a->type;
  if (is_text_field (a))
    {
      if (constant->kind == ATLAS_VALUE_TEXT && (bound->op == ATLAS_NODE_EQUAL || bound->op == ATLAS_NODE_NOT_EQUAL))
        {
          bound->kind = ATLAS_NODE_TEXT_IS;
          bound->id = atlas_table_find_text (binder->matcher->table, constant->as.text);
        }
      return bound;
    }
  if (a->type == ATLAS_FIELD_INTEGER && bound->args[1]->type == ATLAS_FIELD_INTEGER && constant->kind == ATLAS_VALUE_NUMBER)
    {
      bound->kind = ATLAS_NODE_INTEGER_CMP;
      bound->integer = bound->args[1]->integer;
    }
  else if (constant->kind == ATLAS_VALUE_NUMBER || constant->kind == ATLAS_VALUE_BOOLEAN)
    {
      bound->kind = ATLAS_NODE_NUMBER_CMP;
      bound->value = *constant;
    }
  return bound;
}

static AtlasBound *
bind_between (Binder          *binder,
              const AtlasNode *node)
{
  AtlasBound *bound = bound_new (binder, ATLAS_NODE_AND, 2);
  AtlasBound *value = bind_node (binder, node->args[0]);

  bound->args[0] = bind_comparison (binder, ATLAS_NODE_GREATER_EQUAL, value, bind_node (binder, node->args[1]));
  bound->args[1] = bind_comparison (binder, ATLAS_NODE_LESS_EQUAL, value, bind_node (binder, node->args[2]));
  return fold (binder, bound);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

/* A text field among texts that are all known. */
static void
bind_text_in (Binder     *binder,
              AtlasBound *bound)
{
  for (guint i = 1; i < bound->n_args; i++)
    {
      const AtlasValue *value = &bound->args[i]->value;

      if (!bound->args[i]->is_constant || (value->kind != ATLAS_VALUE_TEXT && value->kind != ATLAS_VALUE_NULL))
        return;
    }
  bound->kind = ATLAS_NODE_TEXT_IN;
  bound->field = bound->args[0]->field;
  bound->ids = g_new (guint32, bound->n_args);
  for (guint i = 1; i < bound->n_args; i++)
    {
      const AtlasValue *value = &bound->args[i]->value;
      const guint32 id = value->kind == ATLAS_VALUE_TEXT ? atlas_table_find_text (binder->matcher->table, value->as.text)
                                                         : G_MAXUINT32;

      bound->has_null = bound->has_null || value->kind == ATLAS_VALUE_NULL;
      if (id != G_MAXUINT32)
        bound->ids[bound->n_ids++] = id;
    }
  if (bound->n_ids > 1)
    qsort (bound->ids, bound->n_ids, sizeof *bound->ids, compare_ids);
}

static int
compare_integers (gconstpointer a,
                  gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* An integer field among whole numbers.  Returns: FALSE when it is something else. */
static gboolean
bind_integer_in (AtlasBound *bound)
{
  for (guint i = 1; i < bound->n_args; i++)
    if (!bound->args[i]->is_constant || bound->args[i]->value.kind != ATLAS_VALUE_NUMBER
        || bound->args[i]->type != ATLAS_FIELD_INTEGER)
      return FALSE;
  bound->kind = ATLAS_NODE_INTEGER_IN;
  bound->field = bound->args[0]->field;
  bound->n_ids = bound->n_args - 1;
  bound->integers = g_new (gint64, bound->n_args);
  for (guint i = 1; i < bound->n_args; i++)
    bound->integers[i - 1] = bound->args[i]->integer;
  qsort (bound->integers, bound->n_ids, sizeof *bound->integers, compare_integers);
  return TRUE;
}

static AtlasBound *
bind_in (Binder          *binder,
         const AtlasNode *node)
{
  AtlasBound *bound = bound_new (binder, ATLAS_NODE_IN, node->n_args);
  AtlasBound *value = bind_node (binder, node->args[0]);

  bound->args[0] = value;
  for (guint i = 1; i < node->n_args; i++)
    bound->args[i] = bind_node (binder, node->args[i]);
  if (is_text_field (value))
    {
      bind_text_in (binder, bound);
      return bound;
    }
  if (value->kind == ATLAS_NODE_FIELD && value->type == ATLAS_FIELD_INTEGER && bind_integer_in (bound))
    return bound;
  /* Each is a comparison of its own: with what is exact for whole numbers, and NULL as in "or". */
  bound->kind = ATLAS_NODE_OR;
  bound->n_args--;
  for (guint i = 1; i < node->n_args; i++)
    bound->args[i - 1] = bind_comparison (binder, ATLAS_NODE_EQUAL, value, bound->args[i]);
  return fold (binder, bound);
}

static AtlasBound *
bind_like (Binder          *binder,
           const AtlasNode *node)
{
  AtlasBound *bound = bound_new (binder, node->kind, 2);
  const AtlasValue *constant;
  gsize first, n;

  bound->fold = node->kind == ATLAS_NODE_ILIKE;
  bound->args[0] = bind_node (binder, node->args[0]);
  bound->args[1] = bind_node (binder, node->args[1]);
  constant = &bound->args[1]->value;
  if (bound->args[0]->is_constant || !bound->args[1]->is_constant || constant->kind != ATLAS_VALUE_TEXT)
    return fold (binder, bound);

  bound->kind = ATLAS_NODE_PATTERN;
  bound->pattern = g_new (gunichar, constant->length + 1);
  bound->n_pattern = n = _atlas_pattern_compile (constant->as.text, constant->length, bound->fold, bound->pattern);
  if (bound->fold || n == 0)
    return bound;
  /* A text with % at its ends only is looked for as bytes. */
  first = bound->pattern[0] == ATLAS_PATTERN_ANY;
  for (gsize i = first; i < n; i++)
    if (bound->pattern[i] >= ATLAS_PATTERN_ANY && !(i == n - 1 && bound->pattern[i] == ATLAS_PATTERN_ANY))
      return bound;
  if (bound->pattern[n - 1] == ATLAS_PATTERN_ANY && n > first)
    {
      bound->kind = first ? ATLAS_NODE_CONTAINS : ATLAS_NODE_STARTS;
      n--;
    }
  else if (first)
    bound->kind = ATLAS_NODE_ENDS;
  else
    return bound;
  bound->text = g_ucs4_to_utf8 (bound->pattern + first, (glong) (n - first), NULL, NULL, NULL);
  if (bound->text == NULL)
    bound->kind = ATLAS_NODE_PATTERN;
  return bound;
}

static AtlasBound *
bind_place (Binder          *binder,
            const AtlasNode *node)
{
  const AtlasNode *place = node->args[0];
  AtlasBound *bound = bound_new (binder, ATLAS_NODE_FUNCTION, 0);
  const AtlasExtent box = { place->box[0], place->box[1], place->box[2], place->box[3] };

  bound->function = node->function;
  bound->geometry = binder->matcher->geometries->len;
  if (place->geometry == ATLAS_NODE_TEXT)
    g_ptr_array_add (binder->matcher->geometries,
                     _atlas_filter_geometry_ref (_atlas_filter_context_find (binder->context, place->text)));
  else
    g_ptr_array_add (binder->matcher->geometries, _atlas_filter_geometry_new_box (&box));
  return bound;
}

static gboolean
is_slow (const AtlasBound *bound)
{
  if (bound->kind == ATLAS_NODE_FUNCTION && bound->function >= ATLAS_FUNC_WITHIN)
    return TRUE;
  for (guint i = 0; i < bound->n_args; i++)
    if (is_slow (bound->args[i]))
      return TRUE;
  return FALSE;
}

/* What is quick to answer comes first in "and" and "or": the answer is the same in any order. */
static void
quick_first (AtlasBound *bound)
{
  g_autofree AtlasBound **sorted = g_new (AtlasBound *, bound->n_args);
  guint n = 0;

  for (guint i = 0; i < bound->n_args; i++)
    if (!is_slow (bound->args[i]))
      sorted[n++] = bound->args[i];
  for (guint i = 0; i < bound->n_args; i++)
    if (is_slow (bound->args[i]))
      sorted[n++] = bound->args[i];
  memcpy (bound->args, sorted, n * sizeof *sorted);
}

static AtlasBound *
bind_node (Binder          *binder,
           const AtlasNode *node)
{
  AtlasBound *bound;

  if (node->kind == ATLAS_NODE_FIELD)
    return bind_field (binder, node);
  if (node->kind <= ATLAS_NODE_TEXT)
    return bind_literal (binder, node);
  if (node->kind == ATLAS_NODE_AND && node->is_integer)
    return bind_between (binder, node);
  if (node->kind == ATLAS_NODE_IN)
    return bind_in (binder, node);
  if (node->kind == ATLAS_NODE_LIKE || node->kind == ATLAS_NODE_ILIKE)
    return bind_like (binder, node);
  if (node->kind == ATLAS_NODE_FUNCTION && node->function >= ATLAS_FUNC_WITHIN)
    return bind_place (binder, node);
  if (node->kind >= ATLAS_NODE_EQUAL && node->kind <= ATLAS_NODE_GREATER_EQUAL)
    {
      AtlasBound *a = bind_node (binder, node->args[0]);

      return bind_comparison (binder, node->kind, a, bind_node (binder, node->args[1]));
    }
  bound = bound_new (binder, node->kind, node->n_args);
  bound->function = node->function;
  for (guint i = 0; i < node->n_args; i++)
    bound->args[i] = bind_node (binder, node->args[i]);
  if (node->kind == ATLAS_NODE_AND || node->kind == ATLAS_NODE_OR)
    quick_first (bound);
  fold (binder, bound);
  /* A negative whole number is one too. */
  if (node->kind == ATLAS_NODE_NEGATE && bound->is_constant && bound->args[0]->type == ATLAS_FIELD_INTEGER
      && bound->args[0]->kind == ATLAS_NODE_NUMBER)
    {
      bound->kind = ATLAS_NODE_NUMBER;
      bound->type = ATLAS_FIELD_INTEGER;
      bound->integer = -bound->args[0]->integer;
    }
  else
    bound->type = ATLAS_FIELD_REAL;
  return bound;
}

/* -- where alone it can be true ---------------------------------------------------------------------------------- */

static gboolean
find_extent (AtlasFilterMatcher *self,
             const AtlasBound   *bound,
             AtlasExtent        *extent)
{
  AtlasExtent one;
  gboolean known = FALSE;

  if (bound->kind == ATLAS_NODE_FUNCTION && (bound->function == ATLAS_FUNC_WITHIN || bound->function == ATLAS_FUNC_INTERSECTS))
    {
      *extent = _atlas_filter_geometry_get_extent (g_ptr_array_index (self->geometries, bound->geometry));
      return TRUE;
    }
  if (bound->kind == ATLAS_NODE_EQUAL || bound->kind == ATLAS_NODE_LESS || bound->kind == ATLAS_NODE_LESS_EQUAL)
    {
      const AtlasBound *a = bound->args[0], *b = bound->args[1];

      if (a->kind != ATLAS_NODE_FUNCTION || a->function != ATLAS_FUNC_DISTANCE || !b->is_constant
          || b->value.kind != ATLAS_VALUE_NUMBER)
        return FALSE;
      *extent = _atlas_filter_grow (_atlas_filter_geometry_get_extent (g_ptr_array_index (self->geometries, a->geometry)),
                                    b->value.as.number);
      return TRUE;
    }
  if (bound->is_constant || (bound->kind != ATLAS_NODE_AND && bound->kind != ATLAS_NODE_OR))
    return FALSE;
  for (guint i = 0; i < bound->n_args; i++)
    {
      if (!find_extent (self, bound->args[i], &one))
        {
          if (bound->kind == ATLAS_NODE_OR)
            return FALSE;
          continue;
        }
      if (!known)
        *extent = one;
      else if (bound->kind == ATLAS_NODE_OR)
        atlas_extent_add (extent, &one);
      else
        *extent = (AtlasExtent) { MAX (extent->west, one.west), MAX (extent->south, one.south),
                                  MIN (extent->east, one.east), MIN (extent->north, one.north) };
      known = TRUE;
    }
  return known;
}

/* -- the matcher ------------------------------------------------------------------------------------------------- */

static gboolean
check_names (const AtlasNode    *node,
             AtlasFilterContext *context,
             GError            **error)
{
  g_autofree char *message = NULL;

  if (node->kind == ATLAS_NODE_GEOMETRY && node->geometry == ATLAS_NODE_TEXT
      && _atlas_filter_context_find (context, node->text) == NULL)
    {
      if (g_str_equal (node->text, "selection"))
        message = g_strdup (_("Nothing is selected that “@selection” could mean. Select a feature first."));
      else if (g_str_equal (node->text, "shape"))
        message = g_strdup (_("No shape is drawn that “@shape” could mean. Draw one first."));
      else
        message = g_strdup_printf (_("There is no place “@%s” here."), node->text);
      return _atlas_filter_fail (error, ATLAS_FILTER_ERROR_NAME, node->position, message);
    }
  for (guint i = 0; i < node->n_args; i++)
    if (!check_names (node->args[i], context, error))
      return FALSE;
  return TRUE;
}

gboolean
atlas_filter_check (AtlasFilter        *self,
                    AtlasTable         *table,
                    AtlasFilterContext *context,
                    GError            **error)
{
  g_return_val_if_fail (self != NULL && table != NULL, FALSE);
  return _atlas_filter_check_types (_atlas_filter_get_tree (self), table, error)
         && check_names (_atlas_filter_get_tree (self), context, error);
}

AtlasFilterMatcher *
atlas_filter_bind (AtlasFilter        *self,
                   AtlasTable         *table,
                   AtlasFilterContext *context,
                   GError            **error)
{
  AtlasFilterMatcher *matcher;
  Binder binder;

  g_return_val_if_fail (self != NULL && table != NULL, NULL);
  if (!atlas_filter_check (self, table, context, error))
    return NULL;
  matcher = g_new0 (AtlasFilterMatcher, 1);
  g_atomic_ref_count_init (&matcher->ref_count);
  g_mutex_init (&matcher->kits_lock);
  matcher->table = atlas_table_ref (table);
  matcher->bounds = g_ptr_array_new_with_free_func (bound_free);
  matcher->geometries = g_ptr_array_new_with_free_func ((GDestroyNotify) _atlas_filter_geometry_unref);
  matcher->kits = g_ptr_array_new_with_free_func (_atlas_geometry_kit_free);
  binder = (Binder) { matcher, context };
  matcher->root = bind_node (&binder, _atlas_filter_get_tree (self));
  matcher->has_extent = find_extent (matcher, matcher->root, &matcher->extent);
  return matcher;
}

AtlasFilterMatcher *
atlas_filter_matcher_ref (AtlasFilterMatcher *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_filter_matcher_unref (AtlasFilterMatcher *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->kits);
  g_ptr_array_unref (self->geometries);
  g_ptr_array_unref (self->bounds);
  g_mutex_clear (&self->kits_lock);
  atlas_table_unref (self->table);
  g_free (self);
}

gboolean
atlas_filter_matcher_test (AtlasFilterMatcher *self,
                           gsize               feature)
{
  AtlasEval eval;
  int truth;

  g_return_val_if_fail (self != NULL && feature < atlas_table_get_n_features (self->table), FALSE);
  _atlas_eval_init (&eval, self);
  eval.feature = feature;
  truth = _atlas_eval_truth (&eval, self->root);
  _atlas_eval_clear (&eval);
  return truth == ATLAS_TRUE;
}

typedef struct
{
  AtlasFilterMatcher *matcher;
  GCancellable       *cancellable;
  gsize               n_features;
  const guint32      *candidates;     /* (nullable): all */
  gsize               n_candidates;
  guint64            *words;
} Run;

static gsize
find_candidate (const Run *run,
                gsize      feature)
{
  gsize low = 0, high = run->n_candidates;

  while (low < high)
    {
      const gsize middle = (low + high) / 2;

      if (run->candidates[middle] < feature)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
run_chunk (gsize    job,
           gpointer user_data)
{
  const Run *run = user_data;
  const gsize begin = job * CHUNK, end = MIN (begin + CHUNK, run->n_features);
  const AtlasBound *root = run->matcher->root;
  AtlasEval eval;

  if (g_cancellable_is_cancelled (run->cancellable))
    return;
  _atlas_eval_init (&eval, run->matcher);
  if (run->candidates == NULL)
    for (gsize word = begin / 64; word * 64 < end; word++)
      {
        guint64 bits = 0;

        for (gsize i = word * 64; i < MIN (word * 64 + 64, end); i++)
          {
            eval.feature = i;
            bits |= (guint64) (_atlas_eval_truth (&eval, root) == ATLAS_TRUE) << i % 64;
          }
        run->words[word] = bits;
      }
  else
    for (gsize i = find_candidate (run, begin); i < run->n_candidates && run->candidates[i] < end; i++)
      {
        eval.feature = run->candidates[i];
        /* What takes long for one feature is stopped between two. */
        if (i % 256 == 0 && g_cancellable_is_cancelled (run->cancellable))
          break;
        if (_atlas_eval_truth (&eval, root) == ATLAS_TRUE)
          run->words[eval.feature / 64] |= (guint64) 1 << eval.feature % 64;
      }
  _atlas_eval_clear (&eval);
}

AtlasFeatureSet *
atlas_filter_matcher_run (AtlasFilterMatcher *self,
                          GCancellable       *cancellable,
                          GError            **error)
{
  Run run = { .matcher = self, .cancellable = cancellable };
  g_autoptr (GArray) candidates = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  run.n_features = atlas_table_get_n_features (self->table);
  if (self->root->is_constant)
    return atlas_feature_set_new (run.n_features,
                                  self->root->value.kind == ATLAS_VALUE_BOOLEAN && self->root->value.as.number != 0);
  if (self->has_extent)
    {
      if (atlas_extent_is_empty (&self->extent))
        return atlas_feature_set_new (run.n_features, FALSE);
      candidates = atlas_table_query (self->table, &self->extent);
      run.candidates = (const guint32 *) (gconstpointer) candidates->data;
      run.n_candidates = candidates->len;
      if (candidates->len == 0)
        return atlas_feature_set_new (run.n_features, FALSE);
    }
  run.words = g_new0 (guint64, atlas_feature_set_n_words (run.n_features));
  atlas_parallel_run ((run.n_features + CHUNK - 1) / CHUNK, 0, run_chunk, &run);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_free (run.words);
      return NULL;
    }
  return atlas_feature_set_new_take (run.n_features, run.words);
}

AtlasFeatureSet *
atlas_filter_run (AtlasFilter        *self,
                  AtlasTable         *table,
                  AtlasFilterContext *context,
                  GCancellable       *cancellable,
                  GError            **error)
{
  g_autoptr (AtlasFilterMatcher) matcher = atlas_filter_bind (self, table, context, error);

  return matcher != NULL ? atlas_filter_matcher_run (matcher, cancellable, error) : NULL;
}
