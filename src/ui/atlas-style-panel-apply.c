/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the recipe of the style panel to the map: a moment after the last change the style is made, by a worker when the
 * layer is large, and then the classes are listed.  A newer change stops the worker.  Main thread. */

#include "ui/atlas-style-panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/atlas-swatch.h"
#include "ui/atlas-text.h"

/* Long enough that turning a wheel makes one style, short enough to be at once. */
#define APPLY_MS 120
/* A layer up to here is looked through within a few milliseconds. */
#define MAX_ON_MAIN_LOOP 20000
#define MAX_CLASSES 40

typedef struct
{
  AtlasStyleRecipe *recipe;
  AtlasTable       *table;
  AtlasStyleDraft  *before;     /* (nullable) */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  atlas_style_recipe_free (job->recipe);
  atlas_table_unref (job->table);
  g_clear_pointer (&job->before, atlas_style_draft_unref);
  g_free (job);
}

static void
run_job (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  AtlasStyleDraft *draft = atlas_style_recipe_make (job->recipe, job->table, job->before, cancellable, &error);

  if (draft != NULL)
    g_task_return_pointer (task, draft, (GDestroyNotify) atlas_style_draft_unref);
  else
    g_task_return_error (task, error);
}

static void
show_error (AtlasStylePanel *self,
            const char      *message)
{
  g_autofree char *shown = message != NULL ? atlas_text_show (message, -1, FALSE) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
  gtk_label_set_text (self->error_label, shown != NULL ? shown : "");
}

static void
add_class (AtlasStylePanel *self,
           AtlasStyle      *style,
           const AtlasRule *rule,
           const char      *title,
           gssize           count)
{
  GtkWidget *row = gtk_list_box_row_new (), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL), *label = gtk_label_new (NULL);
  g_autofree char *shown = atlas_text_show (title, -1, TRUE);
  g_autofree char *number = count >= 0 ? atlas_text_count ((guint64) count) : g_strdup ("");
  g_autofree char *name = g_strdup_printf ("%s %s", shown, number);
  GtkWidget *count_label = gtk_label_new (number);

  atlas_swatch_show_rule (ATLAS_SWATCH (swatch), style, rule,
                          atlas_table_get_geometry_kind (atlas_layer_get_table (self->layer)));
  gtk_widget_set_size_request (swatch, 32, 18);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_label_set_text (GTK_LABEL (label), shown);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, shown);
  gtk_widget_add_css_class (label, "legend-title");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (count_label, "dim-label");
  gtk_widget_add_css_class (count_label, "caption");
  gtk_widget_add_css_class (count_label, "numeric");
  gtk_box_append (GTK_BOX (line), swatch);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), count_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (self->classes, row);
}

/* How many features each rule of a style has that is not of a recipe; none of a layer that is too large to look through. */
static gsize *
count_rules (AtlasStyle *style,
             AtlasTable *table,
             guint       n_rules)
{
  g_autoptr (AtlasStyleMatcher) matcher = NULL;
  const AtlasRule *rules;
  gsize *counts;
  guint n;

  if (atlas_table_get_n_features (table) > MAX_ON_MAIN_LOOP)
    return NULL;
  rules = atlas_style_get_rules (style, &n);
  counts = g_new0 (gsize, n_rules + 1);
  matcher = atlas_style_matcher_new (style, table);
  for (gsize i = 0; i < atlas_table_get_n_features (table); i++)
    {
      const AtlasRule *rule = atlas_style_matcher_match (matcher, i, NAN);

      /* What a rule without a title draws has no line in the legend, and then the others' counts would not add up. */
      if (rule != NULL && rule->title == NULL && n > 1)
        {
          g_free (counts);
          return NULL;
        }
      if (rule != NULL)
        counts[rule - rules]++;
    }
  /* Classes of the same name, for other zooms, are one to people. */
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < i; k++)
      if (g_strcmp0 (rules[i].title, rules[k].title) == 0)
        {
          counts[k] += counts[i];
          break;
        }

  return counts;
}

void
_atlas_style_panel_show_classes (AtlasStylePanel *self)
{
  AtlasStyle *style = atlas_layer_get_style (self->layer);
  AtlasTable *table = atlas_layer_get_table (self->layer);
  const gboolean drafted = self->draft != NULL && self->draft->style == style;
  g_autofree gsize *counts = NULL;
  const AtlasRule *rules;
  GtkWidget *row;
  guint n, shown = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->classes))) != NULL)
    gtk_list_box_remove (self->classes, row);
  if (style == NULL || table == NULL)
    return;
  rules = atlas_style_get_rules (style, &n);
  counts = drafted ? g_memdup2 (self->draft->counts, n * sizeof (gsize)) : count_rules (style, table, n);
  for (guint i = 0; i < n && shown < MAX_CLASSES; i++)
    {
      gboolean before = rules[i].title == NULL && n > 1;

      for (guint k = 0; k < i && !before; k++)
        before = g_strcmp0 (rules[k].title, rules[i].title) == 0;
      if (before)
        continue;
      add_class (self, style, &rules[i], rules[i].title != NULL ? rules[i].title : _("All features"),
                 counts != NULL ? (gssize) counts[i] : -1);
      shown++;
    }
}

static void
take_draft (AtlasStylePanel *self,
            AtlasStyleDraft *draft)
{
  g_clear_pointer (&self->draft, atlas_style_draft_unref);
  self->draft = draft;
  show_error (self, NULL);
  atlas_layer_set_recipe (self->layer, self->recipe, draft->style);
  atlas_histogram_show (self->histogram, draft);
  _atlas_style_panel_show_classes (self);
  _atlas_style_panel_show_rule_results (self);
}

static void
on_job_done (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  AtlasStylePanel *self = ATLAS_STYLE_PANEL (source);
  g_autoptr (GError) error = NULL;
  AtlasStyleDraft *draft = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->applying);
  gtk_spinner_stop (self->spinner);
  if (draft != NULL)
    take_draft (self, draft);
  else
    show_error (self, error->message);
}

void
_atlas_style_panel_stop_applying (AtlasStylePanel *self)
{
  g_clear_handle_id (&self->apply_timeout, g_source_remove);
  if (self->applying != NULL)
    g_cancellable_cancel (self->applying);
  g_clear_object (&self->applying);
  if (self->spinner != NULL)
    gtk_spinner_stop (self->spinner);
}

static gboolean
apply (gpointer user_data)
{
  AtlasStylePanel *self = user_data;
  AtlasTable *table = atlas_layer_get_table (self->layer);
  g_autoptr (GTask) task = NULL;
  Job *job;

  self->apply_timeout = 0;
  _atlas_style_panel_stop_applying (self);
  if (table == NULL)
    return G_SOURCE_REMOVE;
  if (atlas_table_get_n_features (table) <= MAX_ON_MAIN_LOOP || self->recipe->renderer == ATLAS_RENDERER_SINGLE)
    {
      g_autoptr (GError) error = NULL;
      AtlasStyleDraft *draft = atlas_style_recipe_make (self->recipe, table, self->draft, NULL, &error);

      if (draft != NULL)
        take_draft (self, draft);
      else
        show_error (self, error->message);
      return G_SOURCE_REMOVE;
    }
  job = g_new (Job, 1);
  *job = (Job){ atlas_style_recipe_copy (self->recipe), atlas_table_ref (table),
                self->draft != NULL ? atlas_style_draft_ref (self->draft) : NULL };
  self->applying = g_cancellable_new ();
  task = g_task_new (self, self->applying, on_job_done, NULL);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

void
_atlas_style_panel_queue_apply (AtlasStylePanel *self)
{
  g_clear_handle_id (&self->apply_timeout, g_source_remove);
  self->apply_timeout = g_timeout_add (APPLY_MS, apply, self);
}
