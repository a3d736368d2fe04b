/** The client jar. */
package io.sidestat.client;
