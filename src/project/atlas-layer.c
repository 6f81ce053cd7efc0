/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasLayer: a row of the project.  It owns references to an immutable table and style; replacing either is how a layer
 * changes.  Main thread only. */

#include "project/atlas-layer.h"

struct _AtlasLayer
{
  GObject         parent_instance;
  char           *id;
  char           *title;
  AtlasLayerRole  role;
  GFile          *file;
  AtlasLayerState state;
  double          progress;
  GError         *error;
  AtlasTable     *table;
  AtlasStyle     *style;
  AtlasStyle     *own_style;      /* that it came with */
  AtlasStyleRecipe *recipe;       /* (nullable): of @style when that is another */
  gboolean        visible;
  double          opacity;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_TABLE,
  PROP_STYLE,
  PROP_VISIBLE,
  PROP_OPACITY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AtlasLayer, atlas_layer, G_TYPE_OBJECT)

static void
atlas_layer_finalize (GObject *object)
{
  AtlasLayer *self = ATLAS_LAYER (object);

  g_free (self->id);
  g_free (self->title);
  g_clear_object (&self->file);
  g_clear_error (&self->error);
  g_clear_pointer (&self->table, atlas_table_unref);
  g_clear_pointer (&self->style, atlas_style_unref);
  g_clear_pointer (&self->own_style, atlas_style_unref);
  g_clear_pointer (&self->recipe, atlas_style_recipe_free);
  G_OBJECT_CLASS (atlas_layer_parent_class)->finalize (object);
}

static void
atlas_layer_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  AtlasLayer *self = ATLAS_LAYER (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_TABLE:
      g_value_set_pointer (value, self->table);
      break;
    case PROP_STYLE:
      g_value_set_pointer (value, self->style);
      break;
    case PROP_VISIBLE:
      g_value_set_boolean (value, self->visible);
      break;
    case PROP_OPACITY:
      g_value_set_double (value, self->opacity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_layer_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  AtlasLayer *self = ATLAS_LAYER (object);

  switch (id)
    {
    case PROP_TITLE:
      atlas_layer_set_title (self, g_value_get_string (value));
      break;
    case PROP_VISIBLE:
      atlas_layer_set_visible (self, g_value_get_boolean (value));
      break;
    case PROP_OPACITY:
      atlas_layer_set_opacity (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_layer_class_init (AtlasLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags both = read | G_PARAM_WRITABLE;

  object_class->finalize = atlas_layer_finalize;
  object_class->get_property = atlas_layer_get_property;
  object_class->set_property = atlas_layer_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, both);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, ATLAS_LAYER_FAILED, ATLAS_LAYER_LOADING, read);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, read);
  properties[PROP_TABLE] = g_param_spec_pointer ("table", NULL, NULL, read);
  properties[PROP_STYLE] = g_param_spec_pointer ("style", NULL, NULL, read);
  properties[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, TRUE, both);
  properties[PROP_OPACITY] = g_param_spec_double ("opacity", NULL, NULL, 0, 1, 1, both);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
atlas_layer_init (AtlasLayer *self)
{
  self->state = ATLAS_LAYER_LOADING;
  self->progress = -1;
  self->visible = TRUE;
  self->opacity = 1;
}

AtlasLayer *
atlas_layer_new (const char     *id,
                 const char     *title,
                 AtlasLayerRole  role,
                 GFile          *file)
{
  AtlasLayer *self = g_object_new (ATLAS_TYPE_LAYER, NULL);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->role = role;
  g_set_object (&self->file, file);
  return self;
}

const char *
atlas_layer_get_id (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->id;
}

AtlasLayerRole
atlas_layer_get_role (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), ATLAS_LAYER_SUBJECT);
  return self->role;
}

GFile *
atlas_layer_get_file (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->file;
}

const char *
atlas_layer_get_title (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->title;
}

void
atlas_layer_set_title (AtlasLayer *self,
                       const char *title)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  if (g_strcmp0 (self->title, title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

AtlasLayerState
atlas_layer_get_state (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), ATLAS_LAYER_FAILED);
  return self->state;
}

static void
set_state (AtlasLayer      *self,
           AtlasLayerState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

double
atlas_layer_get_progress (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), -1);
  return self->progress;
}

void
atlas_layer_set_progress (AtlasLayer *self,
                          double      progress)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  progress = progress < 0 ? -1 : MIN (progress, 1);
  if (self->progress == progress)
    return;
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

const GError *
atlas_layer_get_error (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->error;
}

AtlasTable *
atlas_layer_get_table (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->table;
}

AtlasSchema *
atlas_layer_get_schema (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->file != NULL ? atlas_schema_find_for_file (self->file) : atlas_schema_find (self->id);
}

AtlasStyle *
atlas_layer_get_style (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->style;
}

void
atlas_layer_set_style (AtlasLayer *self,
                       AtlasStyle *style)
{
  g_return_if_fail (ATLAS_IS_LAYER (self) && style != NULL);
  if (self->style == style)
    return;
  atlas_style_ref (style);
  g_clear_pointer (&self->style, atlas_style_unref);
  self->style = style;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STYLE]);
}

const AtlasStyleRecipe *
atlas_layer_get_recipe (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->recipe;
}

void
atlas_layer_set_recipe (AtlasLayer             *self,
                        const AtlasStyleRecipe *recipe,
                        AtlasStyle             *style)
{
  AtlasStyleRecipe *copy;

  g_return_if_fail (ATLAS_IS_LAYER (self) && recipe != NULL && style != NULL);

  /* @recipe may be our own. */
  copy = atlas_style_recipe_copy (recipe);
  g_clear_pointer (&self->recipe, atlas_style_recipe_free);
  self->recipe = copy;
  atlas_layer_set_style (self, style);
}

void
atlas_layer_reset_style (AtlasLayer *self)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  g_clear_pointer (&self->recipe, atlas_style_recipe_free);
  if (self->own_style != NULL)
    atlas_layer_set_style (self, self->own_style);
}

void
atlas_layer_set_table (AtlasLayer *self,
                       AtlasTable *table,
                       AtlasStyle *style)
{
  g_return_if_fail (ATLAS_IS_LAYER (self) && table != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->table != table)
    {
      atlas_table_ref (table);
      g_clear_pointer (&self->table, atlas_table_unref);
      self->table = table;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TABLE]);
    }
  if (style != NULL)
    {
      atlas_style_ref (style);
      g_clear_pointer (&self->own_style, atlas_style_unref);
      self->own_style = style;
      g_clear_pointer (&self->recipe, atlas_style_recipe_free);
      atlas_layer_set_style (self, style);
    }
  g_clear_error (&self->error);
  set_state (self, ATLAS_LAYER_READY);
  g_object_thaw_notify (G_OBJECT (self));
}

void
atlas_layer_set_loading (AtlasLayer *self)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  g_clear_error (&self->error);
  atlas_layer_set_progress (self, -1);
  set_state (self, ATLAS_LAYER_LOADING);
}

void
atlas_layer_fail (AtlasLayer   *self,
                  const GError *error)
{
  g_return_if_fail (ATLAS_IS_LAYER (self) && error != NULL);
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  set_state (self, ATLAS_LAYER_FAILED);
}

gboolean
atlas_layer_get_visible (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), FALSE);
  return self->visible;
}

void
atlas_layer_set_visible (AtlasLayer *self,
                         gboolean    visible)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  visible = visible != FALSE;
  if (self->visible == visible)
    return;
  self->visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}

double
atlas_layer_get_opacity (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), 1);
  return self->opacity;
}

void
atlas_layer_set_opacity (AtlasLayer *self,
                         double      opacity)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  opacity = CLAMP (opacity, 0, 1);
  if (self->opacity == opacity)
    return;
  self->opacity = opacity;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPACITY]);
}
