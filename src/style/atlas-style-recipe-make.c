/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From an AtlasStyleRecipe to an AtlasStyle: the rules by class and their titles.  Every rule begins as the rule that a
 * layer gets without a click (atlas-style-default.c), so that a recipe changes only what it speaks of.
 *
 * Threads: any; a draft belongs to the one who made it. */

#include "style/atlas-style-recipe.h"

#include "style/atlas-style-default-private.h"
#include "style/atlas-style-private.h"
#include "style/atlas-style-recipe-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_DIGITS 9

guint
atlas_style_number_digits (const double *breaks,
                           guint         n)
{
  double least = INFINITY, most = 0;
  guint digits = 0;

  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && breaks[i] > breaks[i - 1])
        least = MIN (least, breaks[i] - breaks[i - 1]);
      most = MAX (most, fabs (breaks[i]));
    }
  if (n == 1 || !isfinite (least))
    least = most;
  while (digits < MAX_DIGITS)
    {
      const double scale = pow (10, digits);
      gboolean enough = TRUE;

      /* The ends are rounded outwards, so only the breaks between classes count. */
      for (guint i = n > 2 ? 1 : 0; i < (n > 2 ? n - 1 : n); i++)
        enough = enough && fabs (round (breaks[i] * scale) / scale - breaks[i]) <= least * 0.01;
      if (enough || most * scale > 1e15)
        break;
      digits++;
    }

  return digits;
}

char *
atlas_style_number (double number,
                    guint  digits)
{
  const double size = fabs (number);
  g_autofree char *text = NULL;

  /* The flag ' is of POSIX, not of C; glibc and the BSDs have it. */
  if (size >= 1e15 || (size > 0 && size < 1e-7))
    text = g_strdup_printf ("%.4g", size);
  else
    text = g_strdup_printf (size >= 10000 ? "%'.*f" : "%.*f", (int) digits, size);

  return g_strconcat (number < 0 && strpbrk (text, "123456789") != NULL ? "−" : "", text, NULL);
}

static char *
range_title (double   from,
             double   to,
             guint    digits,
             gboolean first,
             gboolean last)
{
  const double scale = pow (10, digits);
  g_autofree char *low = NULL, *high = NULL;

  /* Outwards, so that the least and the greatest number lie within what the legend says. */
  if (first)
    from = floor (from * scale + 1e-6) / scale;
  if (last)
    to = ceil (to * scale - 1e-6) / scale;
  low = atlas_style_number (from, digits);
  high = atlas_style_number (to, digits);
  if (g_str_equal (low, high))
    return g_strdup (low);
  if (from < 0 || to < 0)
    /* Translators: a range of numbers of which one is negative */
    return g_strdup_printf (_ ("%1$s to %2$s"), low, high);

  return g_strdup_printf ("%s–%s", low, high);
}

void
_atlas_recipe_scale_ramp (AtlasZoomRamp *ramp,
                          float          value_at_14)
{
  const double now = atlas_zoom_ramp_at (ramp, 14);

  for (guint i = 0; i < ramp->n_stops && now > 0; i++)
    ramp->value[i] *= (float) (value_at_14 / now);
}

static void
set_color (AtlasRule        *rule,
           const AtlasPaint *paint,
           float             opacity)
{
  rule->fill.color = *paint;
  rule->fill.color.light.alpha = rule->fill.color.dark.alpha = opacity;
  rule->strokes[0].color = *paint;
  rule->marker.fill = *paint;
}

static void
set_label (const AtlasRecipeMaking *making,
           AtlasLabel   *label)
{
  const char *field = making->recipe->label_field;
  g_autofree char *english = field != NULL ? g_strconcat (field, "_en", NULL) : NULL;

  if (field != NULL && atlas_table_find_field (making->table, field) < 0)
    field = NULL;
  _atlas_default_label (label, field, atlas_table_get_geometry_kind (making->table));
  if (field != NULL && atlas_table_find_field (making->table, english) >= 0)
    label->field_en = g_steal_pointer (&english);
  label->size = _atlas_ramp_constant (making->recipe->label_size);
}

AtlasRule *
_atlas_recipe_add_rule (AtlasRecipeMaking *making,
                        const AtlasPaint  *paint,
                        char              *title,
                        gsize              count)
{
  const AtlasStyleRecipe *recipe = making->recipe;
  AtlasRule rule;

  _atlas_default_rule (&rule, making->table, 0);
  rule.title = title;
  rule.min_zoom = recipe->min_zoom;
  rule.max_zoom = recipe->max_zoom;
  set_color (&rule, paint, recipe->opacity);
  _atlas_recipe_scale_ramp (&rule.strokes[0].width, recipe->line_width);
  _atlas_recipe_scale_ramp (&rule.marker.size, recipe->size);
  rule.marker.shape = recipe->shape;
  if (recipe->line_width <= 0)
    {
      g_clear_pointer (&rule.strokes, g_free);
      rule.n_strokes = 0;
    }
  set_label (making, &rule.label);
  g_array_append_val (making->rules, rule);
  g_array_append_val (making->counts, count);

  return &g_array_index (making->rules, AtlasRule, making->rules->len - 1);
}

/* A ring's own colour is that of its line. */
static void
finish_marker (AtlasRule *rule)
{
  AtlasMarker *marker = &rule->marker;

  if (marker->shape != ATLAS_MARKER_RING && marker->shape != ATLAS_MARKER_DOUBLE_RING)
    return;
  marker->stroke = marker->fill;
  marker->fill = (AtlasPaint) { _atlas_color_from_rgb (0xffffff, 1), _atlas_color_from_rgb (0x14181b, 1) };
  marker->stroke_width = marker->size;
  for (guint i = 0; i < marker->size.n_stops; i++)
    marker->stroke_width.value[i] *= 0.16f;
}

static void
make_grey (AtlasRule *rule)
{
  const AtlasMarkerShape shape = rule->marker.shape;
  AtlasStroke spare;
  gboolean no_stroke = rule->n_strokes == 0;

  if (no_stroke)
    rule->strokes = &spare;
  _atlas_default_grey (rule);
  if (no_stroke)
    rule->strokes = NULL;
  rule->marker.shape = shape;
}

static void
add_rest (AtlasRecipeMaking *making,
          gsize   n_others,
          gsize   n_missing)
{
  const AtlasPaint grey = _atlas_default_paint (0);

  if (n_others > 0)
    {
      AtlasRule *rule = _atlas_recipe_add_rule (making, &grey, g_strdup (C_ ("class", "Other")), n_others);

      make_grey (rule);
      _atlas_default_condition (rule, making->recipe->field, NULL);
    }
  if (n_missing > 0)
    {
      AtlasRule *rule = _atlas_recipe_add_rule (making, &grey, g_strdup (C_ ("class", "No data")), n_missing);

      /* Fainter than what has a value, but there. */
      make_grey (rule);
      rule->marker.fill.light.alpha = rule->marker.fill.dark.alpha = 0.45f;
      rule->fill.color.light.alpha = rule->fill.color.dark.alpha = 0.08f;
    }
}

/* What shares a colour with a class of the first round must differ from it in another way. */
static void
mark_round (AtlasRule              *rule,
            const AtlasStyleRecipe *recipe)
{
  const float opacity = recipe->opacity < 0.45f ? 0.6f : recipe->opacity * 0.5f;

  if (rule->n_strokes > 0)
    _atlas_default_mark_round (rule, ATLAS_DEFAULT_COLORS);
  if (recipe->shape == ATLAS_MARKER_SQUARE)
    rule->marker.shape = ATLAS_MARKER_DIAMOND;
  else
    rule->marker.shape = recipe->shape == ATLAS_MARKER_NONE ? ATLAS_MARKER_NONE : ATLAS_MARKER_SQUARE;
  rule->fill.color.light.alpha = rule->fill.color.dark.alpha = opacity;
}

static gboolean
add_kinds (AtlasRecipeMaking     *making,
           AtlasKinds *kinds,
           GError    **error)
{
  const AtlasStyleRecipe *recipe = making->recipe;
  const AtlasColorRamp *ramp = atlas_color_ramp_find (recipe->ramp);
  guint n;
  const AtlasKind *kind = atlas_kinds_get (kinds, &n);

  if (n == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The field “%s” has no value in this layer. Choose another field."), recipe->field);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      const AtlasPaint paint = atlas_color_ramp_class (ramp, i, n, recipe->reversed);
      AtlasRule *rule = _atlas_recipe_add_rule (making, &paint, g_strdup (kind[i].value), kind[i].count);

      if (atlas_color_ramp_get_kind (ramp) == ATLAS_RAMP_QUALITATIVE && i >= ATLAS_DEFAULT_COLORS)
        mark_round (rule, recipe);
      _atlas_default_condition (rule, recipe->field, kind[i].value);
    }
  add_rest (making, atlas_kinds_get_n_others (kinds), atlas_kinds_get_n_missing (kinds));

  return TRUE;
}

static GArray *
get_breaks (const AtlasStyleRecipe *recipe,
            AtlasClasses           *classes)
{
  GArray *breaks;

  if (recipe->method != ATLAS_CLASSES_MANUAL)
    return atlas_classes_cut (classes, recipe->method, recipe->n_classes);
  breaks = g_array_new (FALSE, FALSE, sizeof (double));
  if (recipe->n_breaks > 0)
    g_array_append_vals (breaks, recipe->breaks, recipe->n_breaks);

  return breaks;
}

static gboolean
add_classes (AtlasRecipeMaking          *making,
             AtlasStyleDraft *draft,
             GError         **error)
{
  const AtlasStyleRecipe *recipe = making->recipe;
  const AtlasColorRamp *ramp = atlas_color_ramp_find (recipe->ramp);
  GArray *breaks = get_breaks (recipe, draft->classes);
  g_autofree gsize *counts = g_new0 (gsize, breaks->len + 1);
  guint digits;
  gsize n_others;

  draft->n_breaks = breaks->len;
  draft->breaks = (double *) (void *) g_array_free (breaks, FALSE);
  if (draft->n_breaks < 2)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The field “%s” has no number in this layer. Choose another field."), recipe->field);
      return FALSE;
    }
  n_others = atlas_classes_count (draft->classes, draft->breaks, draft->n_breaks, counts);
  digits = atlas_style_number_digits (draft->breaks, draft->n_breaks);
  for (guint i = 0; i + 1 < draft->n_breaks; i++)
    {
      const gboolean last = i + 2 == draft->n_breaks;
      const gboolean counted = recipe->method != ATLAS_CLASSES_MANUAL;
      const AtlasPaint paint = atlas_color_ramp_class (ramp, i, draft->n_breaks - 1, recipe->reversed);
      AtlasRule *rule = _atlas_recipe_add_rule (making, &paint,
                                  range_title (draft->breaks[i], draft->breaks[i + 1], digits, counted && i == 0,
                                               counted && last),
                                  counts[i]);

      _atlas_default_condition (rule, recipe->field, NULL);
      rule->conditions[0].min_value = draft->breaks[i];
      rule->conditions[0].max_value = last ? nextafter (draft->breaks[i + 1], INFINITY) : draft->breaks[i + 1];
    }
  add_rest (making, n_others, atlas_classes_get_n_missing (draft->classes));

  return TRUE;
}

/* Reads the column that the classes are of, or takes it from an earlier draft. */
static gboolean
read_column (const AtlasStyleRecipe *recipe,
             AtlasStyleDraft        *draft,
             const AtlasStyleDraft  *before,
             GCancellable           *cancellable,
             GError                **error)
{
  const int field = recipe->field != NULL ? atlas_table_find_field (draft->table, recipe->field) : -1;
  const gboolean same = before != NULL && before->table == draft->table && field >= 0 && before->field == (guint) field;

  if (field < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("This layer has no field “%s” to make classes of. Choose another field."),
                   recipe->field != NULL ? recipe->field : "");
      return FALSE;
    }
  draft->field = (guint) field;
  if (!atlas_style_recipe_takes_field (recipe->renderer, draft->table, draft->field))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("No classes can be made of the field “%s”. Choose another field."), recipe->field);
      return FALSE;
    }
  if (recipe->renderer == ATLAS_RENDERER_GRADUATED)
    draft->classes = same && before->classes != NULL
                       ? atlas_classes_ref (before->classes)
                       : atlas_classes_new_for_field (draft->table, draft->field, cancellable);
  else
    draft->kinds = same && before->kinds != NULL ? atlas_kinds_ref (before->kinds)
                                                 : atlas_kinds_new_for_field (draft->table, draft->field, cancellable);
  if (draft->classes == NULL && draft->kinds == NULL)
    {
      g_cancellable_set_error_if_cancelled (cancellable, error);
      return FALSE;
    }

  return TRUE;
}

AtlasStyleDraft *
atlas_style_recipe_make (const AtlasStyleRecipe *self,
                         AtlasTable             *table,
                         const AtlasStyleDraft  *before,
                         GCancellable           *cancellable,
                         GError                **error)
{
  g_autoptr (AtlasStyleDraft) draft = g_atomic_rc_box_new0 (AtlasStyleDraft);
  g_autoptr (GArray) rules = _atlas_style_rules_new ();
  AtlasRecipeMaking making = { self, table, rules, NULL };
  gboolean ok = TRUE;

  g_return_val_if_fail (self != NULL && table != NULL, NULL);

  draft->table = atlas_table_ref (table);
  if (atlas_renderer_has_classes (self->renderer) && !read_column (self, draft, before, cancellable, error))
    return NULL;
  making.counts = g_array_new (FALSE, FALSE, sizeof (gsize));
  if (self->renderer == ATLAS_RENDERER_SINGLE || atlas_renderer_is_density (self->renderer))
    _atlas_recipe_add_rule (&making, &self->color, NULL, atlas_table_get_n_features (table));
  else if (self->renderer == ATLAS_RENDERER_CATEGORIZED)
    ok = add_kinds (&making, draft->kinds, error);
  else if (self->renderer == ATLAS_RENDERER_RULES)
    ok = _atlas_recipe_make_rules (&making, cancellable, error);
  else
    ok = add_classes (&making, draft, error);
  draft->n_counts = making.counts->len;
  draft->counts = (gsize *) (void *) g_array_free (making.counts, FALSE);
  if (!ok)
    return NULL;
  for (guint i = 0; i < rules->len; i++)
    finish_marker (&g_array_index (rules, AtlasRule, i));
  draft->style = _atlas_style_new_take (g_steal_pointer (&rules));
  if (atlas_renderer_is_density (self->renderer) && !_atlas_style_recipe_make_density (self, table, draft->style, error))
    return NULL;

  return g_steal_pointer (&draft);
}

AtlasStyleDraft *
atlas_style_draft_ref (AtlasStyleDraft *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_draft (gpointer data)
{
  AtlasStyleDraft *self = data;

  g_clear_pointer (&self->style, atlas_style_unref);
  g_clear_pointer (&self->table, atlas_table_unref);
  g_clear_pointer (&self->classes, atlas_classes_unref);
  g_clear_pointer (&self->kinds, atlas_kinds_unref);
  g_free (self->counts);
  g_free (self->breaks);
}

void
atlas_style_draft_unref (AtlasStyleDraft *self)
{
  g_atomic_rc_box_release_full (self, clear_draft);
}
