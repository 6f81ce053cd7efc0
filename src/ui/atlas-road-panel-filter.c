/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the road panel looks for, and in which layers.  Main thread. */

#include "ui/atlas-road-panel-private.h"

#include <glib/gi18n-lib.h>

#include "data/atlas-filter.h"
#include "data/atlas-locale.h"
#include "ui/atlas-text.h"

/* What is looked in unless somebody says otherwise, and whose fields can be chosen by. */
#define USUAL "scenic"
static const char *const fields[N_CHOICES] = { "category", "grade", "circle" };

static const AtlasSchemaField *
get_field (guint choice)
{
  AtlasSchema *schema = atlas_schema_find (USUAL);

  return schema != NULL ? atlas_schema_find_field (schema, fields[choice]) : NULL;
}

static void
on_choice (AtlasRoadPanel *self)
{
  _atlas_road_panel_ask (self, FALSE, FALSE);
}

static void
fill_choice (AtlasRoadPanel *self,
             guint           choice,
             GtkWidget      *row,
             GtkLabel       *label)
{
  const AtlasSchemaField *field = get_field (choice);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  gtk_widget_set_visible (row, field != NULL && field->n_words > 0);
  if (field == NULL)
    return;
  gtk_label_set_text (label, field->title);
  gtk_string_list_append (words, _("All"));
  for (guint i = 0; i < field->n_words; i++)
    gtk_string_list_append (words, atlas_locale_is_chinese () ? field->words[i].zh : field->words[i].en);
  gtk_drop_down_set_model (self->choices[choice], G_LIST_MODEL (words));
  g_signal_connect_object (self->choices[choice], "notify::selected", G_CALLBACK (on_choice), self, G_CONNECT_SWAPPED);
}

/* What the drop-downs say, of the fields that a layer has.  Returns: (nullable): an expression. */
static char *
dup_like (AtlasRoadPanel *self,
          AtlasTable     *table)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_CHOICES; i++)
    {
      const AtlasSchemaField *field = get_field (i);
      const guint selected = gtk_drop_down_get_selected (self->choices[i]);

      if (field != NULL && selected > 0 && selected <= field->n_words && atlas_table_find_field (table, fields[i]) >= 0)
        {
          g_autofree char *name = atlas_filter_quote_field (fields[i]);
          g_autofree char *value = atlas_filter_quote_text (field->words[selected - 1].value);

          g_string_append_printf (text, "%s%s = %s", text->len > 0 ? " and " : "", name, value);
        }
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

JsonNode *
_atlas_road_panel_dup_choices (AtlasRoadPanel *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node;

  for (guint i = 0; i < N_CHOICES; i++)
    {
      const AtlasSchemaField *field = get_field (i);
      const guint selected = gtk_drop_down_get_selected (self->choices[i]);

      if (field != NULL && selected > 0 && selected <= field->n_words)
        json_object_set_string_member (object, fields[i], field->words[selected - 1].value);
    }
  if (json_object_get_size (object) == 0)
    return NULL;
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, object);
  return node;
}

void
_atlas_road_panel_set_choices (AtlasRoadPanel *self,
                               JsonObject     *choices)
{
  for (guint i = 0; i < N_CHOICES; i++)
    {
      const AtlasSchemaField *field = get_field (i);
      JsonNode *node = json_object_get_member (choices, fields[i]);
      const char *value = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                              ? json_node_get_string (node)
                              : NULL;

      for (guint k = 0; field != NULL && value != NULL && k < field->n_words; k++)
        if (g_strcmp0 (field->words[k].value, value) == 0)
          gtk_drop_down_set_selected (self->choices[i], k + 1);
    }
}

/* -- layers ------------------------------------------------------------------------------------------------------ */

/* Points and areas; lines are travelled. */
static gboolean
can_look_in (AtlasLayer *layer)
{
  AtlasTable *table = atlas_layer_get_table (layer);

  if (table == NULL || !(atlas_layer_get_visible (layer) || g_str_equal (atlas_layer_get_id (layer), USUAL)))
    return FALSE;
  switch (atlas_table_get_geometry_kind (table))
    {
    case ATLAS_GEOMETRY_POINT:
    case ATLAS_GEOMETRY_MULTI_POINT:
    case ATLAS_GEOMETRY_POLYGON:
    case ATLAS_GEOMETRY_MULTI_POLYGON:
    case ATLAS_GEOMETRY_COLLECTION:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
on_layer_toggled (AtlasRoadPanel *self,
                  GtkCheckButton *check)
{
  const char *id = gtk_widget_get_name (GTK_WIDGET (check));

  if (gtk_check_button_get_active (check))
    g_hash_table_add (self->looked_in, g_strdup (id));
  else
    g_hash_table_remove (self->looked_in, id);
  _atlas_road_panel_ask (self, FALSE, FALSE);
}

static void
list_layers (AtlasRoadPanel *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->layers_box))) != NULL)
    gtk_box_remove (self->layers_box, child);
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->project)); i-- > 0;)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
      g_autofree char *title = NULL;
      GtkWidget *label;

      if (!can_look_in (layer))
        continue;
      title = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);
      child = gtk_check_button_new ();
      label = gtk_label_new (NULL);
      gtk_label_set_text (GTK_LABEL (label), title);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_check_button_set_child (GTK_CHECK_BUTTON (child), label);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
      gtk_widget_set_name (child, atlas_layer_get_id (layer));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (child), g_hash_table_contains (self->looked_in, atlas_layer_get_id (layer)));
      g_signal_connect_object (child, "toggled", G_CALLBACK (on_layer_toggled), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->layers_box, child);
    }
}

static void
on_filter_toggled (AtlasRoadPanel *self)
{
  if (gtk_toggle_button_get_active (self->filter_toggle))
    list_layers (self);
  gtk_widget_set_visible (self->filters, gtk_toggle_button_get_active (self->filter_toggle));
}

static void
on_items_changed (AtlasRoadPanel *self)
{
  if (gtk_widget_get_visible (self->filters))
    list_layers (self);
}

gboolean
_atlas_road_panel_add_layers (AtlasRoadPanel *self,
                              AtlasTripQuery *query)
{
  g_autofree char *where = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->where))));

  query->where = *where != '\0' ? g_steal_pointer (&where) : NULL;
  g_clear_pointer (&self->asked_layers, g_ptr_array_unref);
  self->asked_layers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
      g_autofree char *like = NULL;

      if (!can_look_in (layer) || !g_hash_table_contains (self->looked_in, atlas_layer_get_id (layer)))
        continue;
      like = dup_like (self, atlas_layer_get_table (layer));
      atlas_trip_query_add_layer (query, atlas_layer_get_table (layer), atlas_layer_get_id (layer), like);
      g_ptr_array_add (self->asked_layers, g_object_ref (layer));
    }
  return query->layers->len > 0;
}

void
_atlas_road_panel_init_filter (AtlasRoadPanel *self)
{
  static const char *const rows[N_CHOICES] = { "category_row", "grade_row", "circle_row" };
  static const char *const labels[N_CHOICES] = { "category_label", "grade_label", "circle_label" };

  self->looked_in = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (self->looked_in, g_strdup (USUAL));
  for (guint i = 0; i < N_CHOICES; i++)
    fill_choice (self, i, GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (self), ATLAS_TYPE_ROAD_PANEL, rows[i])),
                 GTK_LABEL (gtk_widget_get_template_child (GTK_WIDGET (self), ATLAS_TYPE_ROAD_PANEL, labels[i])));
  g_signal_connect_object (self->where, "changed", G_CALLBACK (on_choice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filter_toggle, "toggled", G_CALLBACK (on_filter_toggled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
}
