/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A layer of a project file is dressed once its features are there: the filter is run and the style made of them by a worker, and
 * the map sees the layer only when it looks as it was left.  Main thread but for the worker, which sees copies. */

#include "project/atlas-layer.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  AtlasTable         *table;
  AtlasStyle         *own;
  AtlasStyleRecipe   *recipe;       /* (nullable) */
  gboolean            of_shown;
  char               *style_json;   /* (nullable) */
  char               *where;        /* (nullable) */
  JsonNode           *places;       /* (nullable) */

  /* What the worker made of them. */
  AtlasFilter        *filter;       /* (nullable) */
  AtlasFilterContext *context;      /* (nullable) */
  AtlasFeatureSet    *found;        /* (nullable) */
  AtlasStyle         *style;        /* (nullable) */
  GError             *wrong_filter;
  GError             *wrong_style;
} Dressing;

static void
dressing_free (gpointer data)
{
  Dressing *self = data;

  atlas_table_unref (self->table);
  atlas_style_unref (self->own);
  g_clear_pointer (&self->recipe, atlas_style_recipe_free);
  g_free (self->style_json);
  g_free (self->where);
  g_clear_pointer (&self->places, json_node_unref);
  g_clear_pointer (&self->filter, atlas_filter_unref);
  g_clear_pointer (&self->context, atlas_filter_context_unref);
  g_clear_pointer (&self->found, atlas_feature_set_unref);
  g_clear_pointer (&self->style, atlas_style_unref);
  g_clear_error (&self->wrong_filter);
  g_clear_error (&self->wrong_style);
  g_free (self);
}

void
atlas_layer_wish_free (AtlasLayerWish *self)
{
  g_clear_pointer (&self->source, json_node_unref);
  g_clear_pointer (&self->recipe, atlas_style_recipe_free);
  g_free (self->style_json);
  g_free (self->where);
  g_clear_pointer (&self->places, json_node_unref);
  g_free (self);
}

static void
make_filter (Dressing     *self,
             GCancellable *cancellable)
{
  if (self->places != NULL)
    self->context = atlas_filter_context_new_from_json (self->places, &self->wrong_filter);
  if (self->wrong_filter == NULL)
    self->filter = atlas_filter_new (self->where, &self->wrong_filter);
  if (self->filter != NULL)
    self->found = atlas_filter_run (self->filter, self->table, self->context, cancellable, &self->wrong_filter);
}

static void
make_style (Dressing     *self,
            GCancellable *cancellable)
{
  g_autoptr (AtlasTable) shown = NULL;
  AtlasStyleDraft *draft;

  if (self->style_json != NULL)
    {
      self->style = atlas_style_new_from_json (self->style_json, -1, &self->wrong_style);
      return;
    }
  if (self->of_shown && self->found != NULL)
    shown = atlas_table_new_filtered (self->table, self->found);
  draft = atlas_style_recipe_make (self->recipe, shown != NULL ? shown : self->table, NULL, cancellable, &self->wrong_style);
  if (draft == NULL)
    return;
  self->style = atlas_style_ref (draft->style);
  atlas_style_draft_unref (draft);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  Dressing *self = data;

  if (self->where != NULL)
    make_filter (self, cancellable);
  if (self->recipe != NULL || self->style_json != NULL)
    make_style (self, cancellable);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

void
atlas_layer_dress_async (AtlasLayer          *self,
                         AtlasTable          *table,
                         AtlasStyle          *style,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  const AtlasLayerWish *wish = atlas_layer_get_wish (self);
  g_autoptr (GTask) task = NULL;
  Dressing *dressing;

  g_return_if_fail (ATLAS_IS_LAYER (self) && table != NULL && style != NULL);

  dressing = g_new0 (Dressing, 1);
  dressing->table = atlas_table_ref (table);
  dressing->own = atlas_style_ref (style);
  if (wish != NULL)
    {
      dressing->recipe = wish->recipe != NULL ? atlas_style_recipe_copy (wish->recipe) : NULL;
      dressing->of_shown = wish->of_shown;
      dressing->style_json = g_strdup (wish->style_json);
      dressing->where = g_strdup (wish->where);
      dressing->places = wish->places != NULL ? json_node_copy (wish->places) : NULL;
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, atlas_layer_dress_async);
  g_task_set_task_data (task, dressing, dressing_free);
  if (dressing->recipe != NULL || dressing->style_json != NULL || dressing->where != NULL)
    g_task_run_in_thread (task, run);
  else
    g_task_return_boolean (task, TRUE);
}

static char *
complain (AtlasLayer     *self,
          const Dressing *dressing)
{
  if (dressing->wrong_filter != NULL)
    return g_strdup_printf (_("The filter of “%s” does not suit its features, so all are shown. %s"), atlas_layer_get_title (self),
                            dressing->wrong_filter->message);
  if (dressing->wrong_style != NULL)
    return g_strdup_printf (_("The style of “%s” does not suit its features, so they look as they came. %s"),
                            atlas_layer_get_title (self), dressing->wrong_style->message);
  return NULL;
}

/* What could not be had stays wished for: a file that is put right looks as it should when the project is opened again. */
static AtlasLayerWish *
dup_left (const Dressing *dressing)
{
  g_autoptr (AtlasLayerWish) left = NULL;

  if (dressing->wrong_filter == NULL && dressing->wrong_style == NULL)
    return NULL;
  left = g_new0 (AtlasLayerWish, 1);
  left->of_shown = dressing->of_shown;
  if (dressing->wrong_style != NULL)
    {
      left->recipe = dressing->recipe != NULL ? atlas_style_recipe_copy (dressing->recipe) : NULL;
      left->style_json = g_strdup (dressing->style_json);
    }
  if (dressing->wrong_filter != NULL)
    {
      left->where = g_strdup (dressing->where);
      left->places = dressing->places != NULL ? json_node_copy (dressing->places) : NULL;
    }
  return g_steal_pointer (&left);
}

gboolean
atlas_layer_dress_finish (AtlasLayer    *self,
                          GAsyncResult  *result,
                          char         **complaint)
{
  Dressing *dressing;

  g_return_val_if_fail (g_task_is_valid (result, self) && complaint != NULL, FALSE);

  *complaint = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return FALSE;
  dressing = g_task_get_task_data (G_TASK (result));
  *complaint = complain (self, dressing);
  g_object_freeze_notify (G_OBJECT (self));
  atlas_layer_set_table (self, dressing->table, dressing->own);
  if (dressing->found != NULL && dressing->of_shown)
    atlas_layer_set_filter (self, dressing->filter, dressing->context, dressing->found);
  if (dressing->style != NULL && dressing->recipe != NULL)
    atlas_layer_set_recipe (self, dressing->recipe, dressing->style);
  else if (dressing->style != NULL)
    atlas_layer_set_style_json (self, dressing->style_json, dressing->style);
  if (dressing->found != NULL && !dressing->of_shown)
    atlas_layer_set_filter (self, dressing->filter, dressing->context, dressing->found);
  atlas_layer_take_wish (self, dup_left (dressing));
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}
